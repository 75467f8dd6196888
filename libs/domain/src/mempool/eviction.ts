import type { OpenTransaction } from './open-transaction.ts';
import type { PoolState } from './pool-state.ts';
import type { RateOrder } from './rate-order.ts';

/** How much has to go, and for whom. */
export interface RoomNeeded {
  readonly bytes: number;
  readonly transactions: number;
  /** Transactions that go anyway, so that their room is not to be counted again. */
  readonly leaving: ReadonlySet<OpenTransaction>;
  /** The lowest rate up to the newcomer in its account: only what is worse makes room for it. */
  readonly rate: number;
  /** The newcomer stands behind a gap itself: it takes the place of no one who could be mined. */
  readonly behindGap: boolean;
}

/** Who goes, or the rate that the newcomer would have had to beat. */
export type Eviction =
  | { readonly possible: true; readonly victims: readonly OpenTransaction[]; readonly highestRate: number }
  | { readonly possible: false; readonly floor: number };

/**
 * Chooses who makes room: first those behind gaps, then, from the lowest fee rate up, the account that it stands in,
 * from the end of its queue. The end counts by the lowest rate before it, since no block can take it earlier.
 */
export function chooseVictims(pool: PoolState, needed: RoomNeeded): Eviction {
  const choice = new VictimChoice(pool, needed);
  if (choice.isEnough) return choice.result();
  const behindGap = choice.takeFrom(pool.behindGap, needed.behindGap ? needed.rate : Number.POSITIVE_INFINITY);
  if (behindGap !== undefined) return { possible: false, floor: behindGap };
  if (choice.isEnough) return choice.result();
  const ready = choice.takeFrom(pool.ready, needed.behindGap ? Number.NEGATIVE_INFINITY : needed.rate);
  if (ready !== undefined) return { possible: false, floor: ready };
  return choice.isEnough ? choice.result() : { possible: false, floor: Number.POSITIVE_INFINITY };
}

class VictimChoice {
  private readonly victims = new Set<OpenTransaction>();
  private bytes = 0;
  private highestRate = 0;

  constructor(
    private readonly pool: PoolState,
    private readonly needed: RoomNeeded,
  ) {}

  get isEnough(): boolean {
    return this.bytes >= this.needed.bytes && this.victims.size >= this.needed.transactions;
  }

  /** Takes the worst until it is enough; gives the rate of the first that isn't below the bound. */
  takeFrom(order: RateOrder, bound: number): number | undefined {
    for (const worst of order.fromWorst()) {
      if (this.isEnough) return undefined;
      if (this.victims.has(worst) || this.needed.leaving.has(worst)) continue;
      if (worst.feeRate >= bound) return worst.feeRate;
      if (!worst.behindGap) this.highestRate = Math.max(this.highestRate, worst.feeRate);
      this.takeTail(worst);
    }
    return undefined;
  }

  result(): Eviction {
    return { possible: true, victims: [...this.victims], highestRate: this.highestRate };
  }

  /** From the end of the account's queue down to this entry, no further than needed. */
  private takeTail(worst: OpenTransaction): void {
    const entries = this.pool.queues.get(worst.transaction.senderAccount)?.entries ?? [];
    for (let i = entries.length - 1; i >= 0 && !this.isEnough; i--) {
      const entry = entries[i] as OpenTransaction;
      if (!this.victims.has(entry) && !this.needed.leaving.has(entry)) {
        this.victims.add(entry);
        this.bytes += entry.size;
      }
      if (entry === worst) return;
    }
  }
}
