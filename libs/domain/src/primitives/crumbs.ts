import type { Brand } from './brand.ts';
import { InvariantError } from './invariant.ts';

/** An amount of money: a whole number of crumbs, 0 … 2^53 − 1. 1 cheesecoin = 100,000,000 crumbs. */
export type Crumbs = Brand<number, 'Crumbs'>;

export const CRUMBS_PER_CHEESECOIN = 100_000_000;

export function isCrumbs(value: unknown): value is Crumbs {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** The amount, or an InvariantError: for our own sums and constants, not for outside input. */
export function crumbs(value: number): Crumbs {
  if (!isCrumbs(value)) throw new InvariantError(`not an amount in crumbs: ${value}`);
  return value;
}

/** Sum of two amounts; throws above 2^53 − 1, which the supply rule makes unreachable. */
export function addCrumbs(left: Crumbs, right: Crumbs): Crumbs {
  return crumbs(left + right);
}

/** Difference of two amounts; throws below zero: check the balance first. */
export function subtractCrumbs(left: Crumbs, right: Crumbs): Crumbs {
  return crumbs(left - right);
}
