import { CRUMBS_PER_CHEESECOIN, type Crumbs, isCrumbs } from '#domain/primitives/crumbs';

const DECIMALS = 8;

/**
 * An amount typed in cheesecoin ("1.5"), exactly, or undefined when it is none: no sign, exponent or thousands'
 * separators, at most eight digits after the point, at most 2^53 − 1 crumbs.
 */
export function parseCheesecoin(text: string): Crumbs | undefined {
  const match = /^([0-9]{1,9})(?:\.([0-9]{1,8}))?$/.exec(text);
  if (match === null) return undefined;
  const [, whole = '', fraction = ''] = match;
  // Nine digits times 10^8 is below 2^57: exact only as far as isCrumbs allows, which is asked next.
  const amount = Number(whole) * CRUMBS_PER_CHEESECOIN + Number(fraction.padEnd(DECIMALS, '0'));
  return isCrumbs(amount) ? amount : undefined;
}

/** An amount in crumbs as people read it: "1.5 cheesecoin". */
export function formatCheesecoin(amount: number): string {
  const whole = Math.floor(amount / CRUMBS_PER_CHEESECOIN);
  const fraction = String(amount % CRUMBS_PER_CHEESECOIN).padStart(DECIMALS, '0');
  return `${whole}.${fraction}`.replace(/\.?0+$/, '').concat(' cheesecoin');
}
