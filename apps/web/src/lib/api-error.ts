/** Codes that the page itself gives, beside the peer's own. */
export type PageCode = 'peer-unreachable' | 'peer-timeout' | 'cancelled' | 'answer-unreadable';

const PAGE_SENTENCES: Record<PageCode, string> = {
  'peer-unreachable': 'Your peer does not answer. Is it still running? The page tries again by itself.',
  'peer-timeout': 'Your peer took too long to answer. Try again in a moment.',
  cancelled: 'Cancelled.',
  'answer-unreadable': 'Something other than a cheesechain peer answered.',
};

/** Sentences for refusals of which a person on this page can do something; all others come from the peer. */
const ADVICE: Record<string, string> = {
  unauthorized: 'This needs the access token: open the link that the peer printed when it started.',
  'wallet-missing': 'This peer has no wallet yet.',
  'wallet-locked': 'The wallet is locked: unlock it with your password first.',
  'wallet-exists': 'This peer already has a wallet; it is never overwritten.',
  'wallet-password-wrong': 'That is not the password: it is the one that was chosen when the wallet was made.',
  'wallet-busy': 'Too many passwords were tried at once. Wait a moment, then try again.',
  'mining-busy': 'Somebody is already making a cheese on this peer. Wait for it, or cancel it there.',
};

/** A mnemonic has 24 words at most. */
const MAX_PLACES = 24;

/** What a peer says of single fields (`errors[]: field, detail`), as one sentence. */
function fieldProblems(errors: unknown): string {
  if (!Array.isArray(errors)) return '';
  const details = errors.flatMap((error: { detail?: unknown } | null) =>
    typeof error?.detail === 'string' ? [error.detail] : [],
  );
  return details.length === 0 ? '' : `The peer refused this: ${details.join('; ')}.`;
}

/** Which of the secret words is wrong: places counted from 1, never the words themselves. */
function wrongWords(positions: unknown): string {
  if (!Array.isArray(positions) || positions.length === 0 || !positions.every(Number.isSafeInteger)) return '';
  const places = positions.slice(0, MAX_PLACES).join(', ');
  return `${positions.length === 1 ? 'Word' : 'Words'} ${places}: not on the list of secret words. Look for a slip of the pen.`;
}

/** A refusal of the peer (problem+json, RFC 9457) or a failure to reach it. `status` is 0 when nothing answered. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: string;
  readonly status: number;

  constructor(code: string, status: number, detail: string) {
    super(detail);
    this.code = code;
    this.status = status;
  }

  static ofPage(code: PageCode): ApiError {
    return new ApiError(code, 0, PAGE_SENTENCES[code]);
  }

  /** From the body of a failed answer, whatever it is; strange bodies still give a code and a sentence. */
  static ofAnswer(status: number, body: unknown): ApiError {
    const problem = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
    const codeGiven = problem['code'];
    const code = typeof codeGiven === 'string' ? codeGiven : status === 401 ? 'unauthorized' : `http-${status}`;
    const advice = status === 401 ? ADVICE['unauthorized'] : ADVICE[code];
    const words = code === 'mnemonic-word' ? wrongWords(problem['positions']) : '';
    const said = [words, fieldProblems(problem['errors']), problem['detail'], problem['title']].find(
      (text) => typeof text === 'string' && text !== '',
    );
    return new ApiError(
      code,
      status,
      advice ?? (typeof said === 'string' ? said : `The peer refused this (${status}).`),
    );
  }
}

/** Whatever was thrown, as an ApiError, so that every view shows the same kind of sentence. */
export function asApiError(thrown: unknown): ApiError {
  return thrown instanceof ApiError ? thrown : ApiError.ofPage('answer-unreadable');
}
