import {
  type BlockStructureRefusal,
  blockStructureRules,
  type DeliveryRefusal,
  deliveryRules,
} from '#domain/block/block.errors';
import { type ContextRefusal, contextRules } from '#domain/chain/chain.errors';
import { type CompactRefusal, compactRules } from '#domain/chain/target.errors';
import { type LedgerRefusal, ledgerRules } from '#domain/ledger/ledger.errors';
import type { EncodingRefusal } from '#domain/primitives/encoding.errors';
import type { TransactionRefusal } from '#domain/transaction/transaction.errors';
import { type Explanation, explain } from '../explanation.ts';

const BITS = 'the compact target of the header, 8 hex digits';
const INDEX = 'place of the transaction in the block, from 0';
const PREVIOUS = 'hash of the block before it';

/** Of blocks, where they stand and what they pay. */
export const CHAIN_EXPLANATIONS: readonly Explanation[] = [
  ...explain<Exclude<DeliveryRefusal, EncodingRefusal>>('block', deliveryRules, {
    'block-too-large': { bytes: 'how large it is', maximum: 'the most bytes that this network allows' },
    'block-merkle-root-mismatch': {
      merkleRoot: 'the root that the header names',
      computed: 'the root of what came with it',
    },
    'block-repeated-transaction': { id: 'the transaction that stands twice' },
  }),
  ...explain<Exclude<BlockStructureRefusal, TransactionRefusal>>('block', blockStructureRules, {
    'header-version': { version: 'the version of the header' },
    'header-bits-invalid': { bits: BITS, reason: 'the code of what is wrong with them' },
    'header-target-too-easy': { bits: BITS, easiestBits: 'those of the easiest block that this network allows' },
    'header-work-insufficient': { hash: 'the hash of the header', bits: BITS },
    'reward-too-large': { amount: 'the reward, in crumbs', maximum: 'all the money there will ever be, in crumbs' },
  }),
  ...explain<CompactRefusal>('chain', compactRules, {
    'target-zero': { bits: 'the compact target as a number' },
    'target-negative': { bits: 'the compact target as a number' },
    'target-overflow': { bits: 'the compact target as a number' },
  }),
  ...explain<ContextRefusal>(
    'chain',
    contextRules,
    {
      'block-previous-unknown': { previousHash: PREVIOUS },
      'block-previous-invalid': { previousHash: PREVIOUS, invalidCode: 'the code of the rule that was broken there' },
      'block-known-invalid': { hash: 'the block', invalidCode: 'the code of the rule that it broke' },
      'header-bits-wrong': { bits: BITS, expected: 'those that the difficulty rule gives here' },
      'header-time-too-early': {
        timestamp: 'the time of the header, seconds since 1970',
        earliest: 'the earliest that it may have',
      },
      'header-time-too-far-ahead': {
        timestamp: 'the time of the header, seconds since 1970',
        latest: 'the latest that it may have now, by the clock of this peer',
      },
      'reward-height': { height: 'the height that the reward names', expected: 'the height of the block' },
    },
    {
      'block-previous-unknown': 'Send the block before it first.',
      'header-time-too-far-ahead': 'See that the clocks of both machines are right.',
    },
  ),
  ...explain<LedgerRefusal>('ledger', ledgerRules, {
    'ledger-nonce': {
      index: INDEX,
      account: 'the sender, 40 hex digits',
      nonce: 'the nonce of the transaction',
      expected: 'the next one of the sender',
    },
    'ledger-balance-insufficient': {
      index: INDEX,
      account: 'the sender, 40 hex digits',
      balance: 'what it owns when the turn comes, in crumbs',
      needed: 'amount and fee, in crumbs',
    },
    'ledger-reward-amount': { amount: 'the reward, in crumbs', expected: 'subsidy and fees, in crumbs' },
  }),
];
