import type { Hash } from '../primitives/hash.ts';
import type { Transaction } from '../transaction/transaction.ts';

/** A transaction that no block of the best chain holds yet. */
export class OpenTransaction {
  /** Crumbs per byte. */
  readonly feeRate: number;
  /** Amount and fee: what it takes from the sender. */
  readonly cost: number;
  /** Its neighbours among the payments to its recipient: for `IncomingPayments` alone. */
  earlierToRecipient: OpenTransaction | undefined;
  laterToRecipient: OpenTransaction | undefined;
  /** Undefined while it is being taken in; then whether an earlier nonce of its account is missing. */
  private gap: boolean | undefined;

  constructor(
    readonly transaction: Transaction,
    /** Milliseconds since 1970. */
    readonly firstSeenMs: number,
    /** 1, 2, 3 …: of equal fee rates the earlier comes first. */
    readonly arrival: number,
    /** It was in a block that has been undone. */
    readonly returned: boolean,
  ) {
    this.feeRate = transaction.fee / transaction.bytes.length;
    this.cost = transaction.amount + transaction.fee;
  }

  get id(): Hash {
    return this.transaction.id;
  }

  get nonce(): number {
    return this.transaction.nonce;
  }

  /** Canonical bytes. */
  get size(): number {
    return this.transaction.bytes.length;
  }

  /** True when it waits for an earlier nonce: no block can take it now and it isn't relayed. */
  get behindGap(): boolean {
    return this.gap === true;
  }

  /** True once it has been taken in. */
  get isPlaced(): boolean {
    return this.gap !== undefined;
  }

  /** For the pool alone: it stands behind a gap, or no longer. */
  place(behindGap: boolean): void {
    this.gap = behindGap;
  }
}
