/**
 * How much this node takes and for how long. Policy, not consensus: nodes may differ, and none may lean on
 * another's choice. Rates are in crumbs per byte of a transaction's canonical form.
 */
export interface MempoolParameters {
  /** Below it nothing is taken; also what a replacement adds for its own way through the network. */
  readonly minimumFeeRate: number;
  /** A payment that makes a new account pays this many times the minimum fee. */
  readonly newAccountFeeFactor: number;
  readonly maximumTransactions: number;
  /** Of canonical bytes; memory is about six times that. */
  readonly maximumBytes: number;
  /** Open transactions of one account, and how far ahead of its confirmed nonce they reach. */
  readonly maximumPerAccount: number;
  /** Of one account, transactions that wait for an earlier nonce. */
  readonly maximumBehindGapPerAccount: number;
  /** Of all accounts together. */
  readonly maximumBehindGap: number;
  readonly maximumAgeMs: number;
  /** The time in which a minimum that a full pool has raised falls to half. */
  readonly floorHalfLifeMs: number;
  /** The network's block size: what "the next block" means in fee estimates. */
  readonly maxBlockBytes: number;
}

/** A crumb is a hundred-millionth of a coin: one a byte is nothing to a payer and 0.24 coins to fill the pool once. */
const MINIMUM_FEE_RATE = 1;

/** An account stays in every node's store for ever, some 200 bytes with its index: dearer than passing through. */
const NEW_ACCOUNT_FEE_FACTOR = 10;

/** As many as the largest block may list, above the 50,000 that a busy network keeps open. */
const MAX_POOL_TRANSACTIONS = 65_536;

/** Room for 58,000 of the longest transactions: 24 full blocks, or 24 minutes of mainnet. */
const MAX_POOL_BYTES = 24_000_000;

/** Enough for a payroll before the next block; few enough that walking a whole queue costs nothing. */
const MAX_TRANSACTIONS_PER_ACCOUNT = 256;

/** What two transactions overtaking each other on their way need, many times over; they may never become payable. */
const MAX_BEHIND_GAP_PER_ACCOUNT = 16;

/** Transactions that may never be mined hold at most a sixtieth of the pool. */
const MAX_BEHIND_GAP = 1_000;

/** Three days: a weekend's outage passes, and a payment that nobody mines is free to be thought over. */
const MAX_TRANSACTION_AGE_MS = 72 * 60 * 60 * 1000;

/** Ten mainnet blocks: the floor outlasts a burst and is gone an hour later. */
const FLOOR_HALF_LIFE_MS = 10 * 60 * 1000;

/** The parameters of an ordinary node for a network with this block size. */
export function defaultMempoolParameters(maxBlockBytes: number): MempoolParameters {
  return {
    minimumFeeRate: MINIMUM_FEE_RATE,
    newAccountFeeFactor: NEW_ACCOUNT_FEE_FACTOR,
    maximumTransactions: MAX_POOL_TRANSACTIONS,
    maximumBytes: MAX_POOL_BYTES,
    maximumPerAccount: MAX_TRANSACTIONS_PER_ACCOUNT,
    maximumBehindGapPerAccount: MAX_BEHIND_GAP_PER_ACCOUNT,
    maximumBehindGap: MAX_BEHIND_GAP,
    maximumAgeMs: MAX_TRANSACTION_AGE_MS,
    floorHalfLifeMs: FLOOR_HALF_LIFE_MS,
    maxBlockBytes,
  };
}
