import { invariant } from '../primitives/invariant.ts';
import { encodeCompact, roundDownToCompact, TWO_TO_256 } from './target.ts';

/** N of the rule: how many spacings the moving average looks back, in the main. */
export const AVERAGING_BLOCKS = 36;

/** What the rule takes of a network's parameters. */
export interface DifficultyRule {
  /** False: every block has the starting target, and nothing is eased. */
  readonly retarget: boolean;
  /** T, whole seconds, at least 1. */
  readonly targetSpacingSeconds: number;
  /** A target with a compact form, not above the easiest. */
  readonly startingTarget: bigint;
  readonly easiestTarget: bigint;
}

/** What the rule takes of a header on the chain; the index keeps R beside each. */
export interface RuledHeader {
  readonly height: number;
  /** Seconds since 1970. */
  readonly timestamp: number;
  /** R of this height, before any easing. The genesis block's is the starting target. */
  readonly ruledTarget: bigint;
}

/**
 * R of the block after `parent`, known from its ancestors alone: WTEMA, a relative exponential moving average.
 *
 *     R(1) = R(2) = startingTarget
 *     R(h) = min(easiest, R(h − 1) × (N·T − T + t) ÷ (N·T)),   t = min(timestamp(h − 1) − timestamp(h − 2), N·T)
 *
 * in integers, multiplied first, floored, at least 1, rounded down to its compact form. The genesis block has no
 * grandparent; from height 2 on the parent must come with its own parent.
 *
 * Source of the algorithm: kyuupichan/difficulty, zawy12/difficulty-algorithms.
 */
export function nextRuledTarget(
  rule: DifficultyRule,
  parent: RuledHeader,
  grandparent: Pick<RuledHeader, 'timestamp'> | undefined,
): bigint {
  if (!rule.retarget || parent.height < 2) return rule.startingTarget;
  invariant(grandparent !== undefined, 'a block above height 1 has a grandparent');
  const spacing = rule.targetSpacingSeconds;
  const window = AVERAGING_BLOCKS * spacing;
  const solveTime = Math.min(parent.timestamp - grandparent.timestamp, window);
  invariant(solveTime >= 0, 'time does not run backwards along a chain');
  const moved = (parent.ruledTarget * BigInt(window - spacing + solveTime)) / BigInt(window);
  if (moved >= rule.easiestTarget) return roundDownToCompact(rule.easiestTarget);
  return moved < 1n ? 1n : roundDownToCompact(moved);
}

/**
 * The bits a block must have at its own timestamp (seconds): those of its ruled target, doubled for every whole N·T
 * that passed since the parent's timestamp, up to the easiest target. Without the easing a chain whose strongest
 * miner left would stand still for years. A timestamp before the parent's, which another rule refuses, eases nothing.
 */
export function requiredBits(
  rule: DifficultyRule,
  ruledTarget: bigint,
  parentTimestamp: number,
  timestamp: number,
): number {
  return encodeCompact(easedTarget(rule, ruledTarget, parentTimestamp, timestamp));
}

/** The first time (seconds) after this one at which a block on this parent is eased by a step more. */
export function nextEasingTime(rule: DifficultyRule, parentTimestamp: number, timestamp: number): number {
  if (!rule.retarget) return Number.POSITIVE_INFINITY;
  const step = AVERAGING_BLOCKS * rule.targetSpacingSeconds;
  return parentTimestamp + (Math.floor((timestamp - parentTimestamp) / step) + 1) * step;
}

function easedTarget(rule: DifficultyRule, ruledTarget: bigint, parentTimestamp: number, timestamp: number): bigint {
  if (!rule.retarget) return rule.startingTarget;
  const doublings = Math.floor((timestamp - parentTimestamp) / (AVERAGING_BLOCKS * rule.targetSpacingSeconds));
  if (doublings <= 0) return ruledTarget;
  // Any target doubled 256 times is past every other: no need to shift by more.
  const eased = doublings >= 256 ? TWO_TO_256 : ruledTarget << BigInt(doublings);
  return eased < rule.easiestTarget ? eased : rule.easiestTarget;
}
