import type { EncodingRefusal } from '../primitives/encoding.errors.ts';
import type { RuleBook } from '../primitives/result.ts';
import type { TransactionRefusal } from '../transaction/transaction.errors.ts';

/**
 * The body that came is not the one the header names. Charged to whoever delivered it; it says nothing of the block,
 * whose true body may still come.
 */
export type DeliveryRefusal =
  | EncodingRefusal
  | { readonly code: 'block-too-large'; readonly bytes: number; readonly maximum: number }
  | { readonly code: 'block-merkle-root-mismatch'; readonly merkleRoot: string; readonly computed: string }
  | { readonly code: 'block-repeated-transaction'; readonly id: string };

/** A header that no chain of this network can hold, wherever it stands. */
export type HeaderRefusal =
  | { readonly code: 'header-version'; readonly version: number }
  | { readonly code: 'header-bits-invalid'; readonly bits: string; readonly reason: string }
  | { readonly code: 'header-target-too-easy'; readonly bits: string; readonly easiestBits: string }
  | { readonly code: 'header-work-insufficient'; readonly hash: string; readonly bits: string };

/** A transaction's refusal, with its place in the block. */
export type InBlock<Reason> = Reason & { readonly index: number };

/** A block that no chain of this network can hold, wherever it stands. */
export type BlockStructureRefusal =
  | HeaderRefusal
  | InBlock<TransactionRefusal>
  | { readonly code: 'reward-too-large'; readonly amount: number; readonly maximum: number };

export const deliveryRules: RuleBook<Exclude<DeliveryRefusal, EncodingRefusal>> = {
  'block-too-large': 'A block has at most as many bytes as the network allows.',
  'block-merkle-root-mismatch': 'The reward and transactions hash to the merkle root that the header names.',
  'block-repeated-transaction':
    'No transaction stands twice in a block: repeats let two bodies share one root (CVE-2012-2459).',
};

export const blockStructureRules: RuleBook<Exclude<BlockStructureRefusal, TransactionRefusal>> = {
  'header-version': 'A header has version 0x20000000; the bits 0x1fffe000 are free for miners (BIP 320).',
  'header-bits-invalid': 'The bits encode a positive target of at most 256 bits.',
  'header-target-too-easy': 'No block may be easier than the easiest the network allows.',
  'header-work-insufficient': 'The hash, read as a number, does not exceed the target: that is the proof of work.',
  'reward-too-large': 'No reward is more than all the money there will ever be.',
};
