/** One cheesecoin is this many crumbs, the unit of every amount in the API. */
const CRUMBS_PER_CHEESECOIN = 100_000_000n;
const DECIMALS = 8;
/** Numbers are exact up to here, and no supply exceeds it (consensus: MAX_SUPPLY ≤ 2^53 − 1). */
const MAX_CRUMBS = BigInt(Number.MAX_SAFE_INTEGER);
/** The longest amount that can be right: 8 digits of 2^53 crumbs' whole part, the point, 8 decimals; with room to mistype. */
const MAX_AMOUNT_CHARACTERS = 40;

export type AmountProblem =
  | 'amount-empty'
  | 'amount-sign'
  | 'amount-comma'
  | 'amount-exponent'
  | 'amount-not-a-number'
  | 'amount-too-fine'
  | 'amount-zero'
  | 'amount-too-large';

export type AmountReading =
  | { readonly ok: true; readonly crumbs: number }
  | { readonly ok: false; readonly code: AmountProblem; readonly sentence: string };

const SENTENCES: Record<AmountProblem, string> = {
  'amount-empty': 'Type how much to send, for example 1.5.',
  'amount-sign': 'An amount has no sign: type how much to send, for example 1.5.',
  'amount-comma': 'Use a point for decimals and nothing between thousands: 1.5 or 1500.',
  'amount-exponent': 'Write the number out in digits: 1000 instead of 1e3.',
  'amount-not-a-number': 'Only digits and one point, please: for example 1.5.',
  'amount-too-fine': 'The smallest piece is one crumb, 0.00000001: at most 8 digits after the point.',
  'amount-zero': 'Zero moves nothing: the least you can send is 0.00000001.',
  'amount-too-large': 'There will never be that much cheesecoin: the most an amount can be is 90071992.54740991.',
};

function refuse(code: AmountProblem): AmountReading {
  return { ok: false, code, sentence: SENTENCES[code] };
}

/**
 * What a person typed, in cheesecoin, as crumbs (1 … 2^53 − 1), exactly: digits are never turned into a float.
 * Everything else is refused with a stable code and a sentence that says what to type instead.
 */
export function parseCheesecoin(typed: string): AmountReading {
  const text = typed.trim();
  if (text === '') return refuse('amount-empty');
  if (/^[-+−]/.test(text)) return refuse('amount-sign');
  if (text.includes(',')) return refuse('amount-comma');
  if (/^[\d.]+e[-+]?\d*$/i.test(text)) return refuse('amount-exponent');
  const digits = /^([0-9]+)(?:\.([0-9]+))?$/.exec(text);
  if (digits === null) return refuse('amount-not-a-number');
  const [, whole = '', fraction = ''] = digits;
  if (fraction.length > DECIMALS) return refuse('amount-too-fine');
  if (text.length > MAX_AMOUNT_CHARACTERS) return refuse('amount-too-large');
  const crumbs = BigInt(whole) * CRUMBS_PER_CHEESECOIN + BigInt(fraction.padEnd(DECIMALS, '0'));
  if (crumbs === 0n) return refuse('amount-zero');
  if (crumbs > MAX_CRUMBS) return refuse('amount-too-large');
  return { ok: true, crumbs: Number(crumbs) };
}

export interface AmountParts {
  /** Whole cheesecoin, thousands parted by a narrow no-break space. */
  readonly whole: string;
  /** The point and the decimals that matter, or nothing. */
  readonly fraction: string;
}

/** The two parts of an amount of crumbs (a whole number, 0 … 2^53 − 1) for display in cheesecoin. */
export function amountParts(crumbs: number): AmountParts {
  const exact = BigInt(crumbs);
  const whole = (exact / CRUMBS_PER_CHEESECOIN).toString().replace(/\B(?=(\d{3})+$)/g, '\u202f');
  const decimals = (exact % CRUMBS_PER_CHEESECOIN).toString().padStart(DECIMALS, '0').replace(/0+$/, '');
  return { whole, fraction: decimals === '' ? '' : `.${decimals}` };
}

/** An amount of crumbs in cheesecoin as {@link parseCheesecoin} reads it back: `1234.5`. */
export function formatCheesecoin(crumbs: number): string {
  const { whole, fraction } = amountParts(crumbs);
  return whole.replaceAll('\u202f', '') + fraction;
}
