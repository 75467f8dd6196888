import type { Header } from '../block/header.ts';
import type { Hash } from '../primitives/hash.ts';
import type { ContextRefusal } from './chain.errors.ts';
import { type DifficultyRule, nextRuledTarget, requiredBits } from './difficulty.ts';
import type { HeaderEntry } from './header-entry.ts';
import { formatBits, targetOf } from './target.ts';
import { workOf } from './work.ts';

/** What the contextual rules take of a network. */
export interface HeaderContext {
  readonly difficulty: DifficultyRule;
  readonly minTimestampStepSeconds: number;
  readonly maxFutureDriftSeconds: number;
}

/** Where a header stands: on this parent; the grandparent is asked for from height 2 on. */
export interface HeaderPlace {
  readonly parent: HeaderEntry;
  readonly grandparent: HeaderEntry | undefined;
}

/** The rules of a header against its ancestors and the local clock (whole seconds). */
export function checkHeaderContext(
  header: Header,
  place: HeaderPlace,
  context: HeaderContext,
  now: number,
): ContextRefusal | undefined {
  return (
    checkPreviousValid(place.parent) ??
    checkRisingTime(header, place.parent, context.minTimestampStepSeconds) ??
    checkBits(header, place, context.difficulty) ??
    checkNotTooFarAhead(header, now + context.maxFutureDriftSeconds)
  );
}

export function checkPreviousValid({ status, invalidCode, hash }: HeaderEntry): ContextRefusal | undefined {
  if (status !== 'invalid') return undefined;
  return { code: 'block-previous-invalid', previousHash: hash, invalidCode: invalidCode ?? 'unknown' };
}

/** Rising time leaves a miner little to play with in the difficulty rule. */
export function checkRisingTime(
  { timestamp }: Header,
  { header: parent }: HeaderEntry,
  stepSeconds: number,
): ContextRefusal | undefined {
  const earliest = parent.timestamp + stepSeconds;
  return timestamp >= earliest ? undefined : { code: 'header-time-too-early', timestamp, earliest };
}

export function checkBits(header: Header, place: HeaderPlace, rule: DifficultyRule): ContextRefusal | undefined {
  const expected = requiredBits(rule, ruledTargetAfter(place, rule), place.parent.header.timestamp, header.timestamp);
  if (header.bits === expected) return undefined;
  return { code: 'header-bits-wrong', bits: formatBits(header.bits), expected: formatBits(expected) };
}

/** Not yet, rather than never: the block is looked at again when the clock has come near. */
export function checkNotTooFarAhead({ timestamp }: Header, latest: number): ContextRefusal | undefined {
  return timestamp <= latest ? undefined : { code: 'header-time-too-far-ahead', timestamp, latest };
}

/** R of the block that comes after this place. */
export function ruledTargetAfter({ parent, grandparent }: HeaderPlace, rule: DifficultyRule): bigint {
  return nextRuledTarget(
    rule,
    { height: parent.height, timestamp: parent.header.timestamp, ruledTarget: parent.ruledTarget },
    grandparent === undefined ? undefined : { timestamp: grandparent.header.timestamp },
  );
}

/** The entry of a header that passed the rules of its place. */
export function entryOf(header: Header, place: HeaderPlace, rule: DifficultyRule): HeaderEntry {
  return {
    hash: header.hash as Hash,
    height: place.parent.height + 1,
    header,
    ruledTarget: ruledTargetAfter(place, rule),
    totalWork: place.parent.totalWork + workOf(targetOf(header.bits)),
    status: 'header',
    arrival: 0,
  };
}
