import type { RuleBook } from '../primitives/result.ts';

/** A block whose payments the accounts do not allow. `index` is the transaction's place in the block. */
export type LedgerRefusal =
  | {
      readonly code: 'ledger-nonce';
      readonly index: number;
      readonly account: string;
      readonly nonce: number;
      readonly expected: number;
    }
  | {
      readonly code: 'ledger-balance-insufficient';
      readonly index: number;
      readonly account: string;
      readonly balance: number;
      readonly needed: number;
    }
  | { readonly code: 'ledger-reward-amount'; readonly amount: number; readonly expected: number };

export const ledgerRules: RuleBook<LedgerRefusal> = {
  'ledger-nonce':
    'A transaction carries the number of its sender’s confirmed ones: each is spent once, in its order, never replayed.',
  'ledger-balance-insufficient': 'The sender owns the amount and the fee when its turn in the block comes.',
  'ledger-reward-amount': 'The reward is the height’s subsidy and all fees of the block, to the crumb.',
};
