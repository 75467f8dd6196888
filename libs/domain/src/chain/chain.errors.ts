import type { BlockStructureRefusal, DeliveryRefusal } from '../block/block.errors.ts';
import type { LedgerRefusal } from '../ledger/ledger.errors.ts';
import type { RuleBook } from '../primitives/result.ts';

/** A header or block that does not fit where it stands. */
export type ContextRefusal =
  | { readonly code: 'block-previous-unknown'; readonly previousHash: string }
  | { readonly code: 'block-previous-invalid'; readonly previousHash: string; readonly invalidCode: string }
  | { readonly code: 'block-known-invalid'; readonly hash: string; readonly invalidCode: string }
  | { readonly code: 'header-bits-wrong'; readonly bits: string; readonly expected: string }
  | { readonly code: 'header-time-too-early'; readonly timestamp: number; readonly earliest: number }
  | { readonly code: 'header-time-too-far-ahead'; readonly timestamp: number; readonly latest: number }
  | { readonly code: 'reward-height'; readonly height: number; readonly expected: number };

/** Everything that can be wrong with a block. */
export type BlockRefusal = DeliveryRefusal | BlockStructureRefusal | ContextRefusal | LedgerRefusal;

export const contextRules: RuleBook<ContextRefusal> = {
  'block-previous-unknown': 'A block is judged when the one before it is known; until then it waits.',
  'block-previous-invalid': 'A block on top of a refused one is refused with it.',
  'block-known-invalid': 'This very block broke a rule before, and rules do not change their mind.',
  'header-bits-wrong': 'The bits are those that the difficulty rule gives for this height and time.',
  'header-time-too-early': 'Time rises along the chain by at least the network’s step from block to block.',
  'header-time-too-far-ahead': 'A block from the future waits until this node’s own clock comes near its time.',
  'reward-height': 'The reward names the height of its block, so that no two rewards are alike.',
};

/**
 * What a refusal says of the block: `delivery`: these bytes are not the block; `not-yet`: ask again later;
 * `invalid`: the block itself breaks a rule, now and for ever.
 */
export type Judgement = 'delivery' | 'not-yet' | 'invalid';

const DELIVERY: ReadonlySet<string> = new Set<DeliveryRefusal['code']>([
  'encoding-length',
  'encoding-offset',
  'encoding-number-too-large',
  'block-too-large',
  'block-merkle-root-mismatch',
  'block-repeated-transaction',
]);

const NOT_YET: ReadonlySet<string> = new Set<ContextRefusal['code']>([
  'block-previous-unknown',
  'header-time-too-far-ahead',
]);

export function judgementOf({ code }: BlockRefusal): Judgement {
  if (DELIVERY.has(code)) return 'delivery';
  return NOT_YET.has(code) ? 'not-yet' : 'invalid';
}
