import type { Hash } from '../primitives/hash.ts';
import type { MempoolEvent } from './mempool-event.ts';
import type { StoredTransaction } from './mempool-store.port.ts';
import type { OpenTransaction } from './open-transaction.ts';

/** What changed in the pool: for the store, and for whoever listens. */
export interface MempoolChange {
  readonly added: readonly StoredTransaction[];
  /** None of these is in `added`. */
  readonly removed: readonly Hash[];
  /** In the order in which it happened. */
  readonly events: readonly MempoolEvent[];
}

/** Gathers changes until they are taken. */
export class ChangeLog {
  private readonly added = new Map<Hash, StoredTransaction>();
  private readonly removed = new Set<Hash>();
  private events: MempoolEvent[] = [];

  open(entry: OpenTransaction): void {
    const { id, transaction, firstSeenMs, behindGap, returned } = entry;
    this.removed.delete(id);
    this.added.set(id, { id, bytes: transaction.bytes, firstSeenMs });
    this.events.push({ kind: 'opened', transaction, behindGap, returned });
  }

  closeGap({ transaction }: OpenTransaction): void {
    this.events.push({ kind: 'gap-closed', transaction });
  }

  /** The transaction is open no longer, as the event says. */
  close(event: MempoolEvent): void {
    const { id } = event.transaction;
    this.added.delete(id);
    this.removed.add(id);
    this.events.push(event);
  }

  /** Everything since the last time. */
  take(): MempoolChange {
    const change = { added: [...this.added.values()], removed: [...this.removed], events: this.events };
    this.added.clear();
    this.removed.clear();
    this.events = [];
    return change;
  }
}
