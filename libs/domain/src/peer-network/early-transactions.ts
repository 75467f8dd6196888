import type { MempoolRefusal } from '../mempool/mempool.errors.ts';
import { BoundedCache } from '../primitives/bounded-cache.ts';
import type { Hash } from '../primitives/hash.ts';
import type { Peer } from './peer.ts';

/** Refusals that the next block may lift: its payments give the sender coins, a nonce, or the recipient an account. */
const LIFTED_BY_BLOCKS: ReadonlySet<string> = new Set<MempoolRefusal['code']>([
  'mempool-balance-insufficient',
  'mempool-new-account-fee',
  'mempool-nonce-too-far',
  'mempool-account-full',
  'mempool-account-gap-full',
]);
/** As many as wait for an earlier nonce; a quarter of a megabyte to fetch again at most. */
const MAX_EARLY_IDS = 1_000;
/** A transaction is a few blocks early at most; one that stays impossible is not fetched with every block for ever. */
const MAX_TRIES = 4;

/**
 * Transactions that came before the block that makes them possible. The peer that told of them will not tell again,
 * so they are asked of it anew when the chain has moved.
 */
export class EarlyTransactions {
  private waiting = new Map<Hash, Peer>();
  private readonly tries = new BoundedCache<Hash, number>(MAX_EARLY_IDS);

  /** A transaction that a peer gave was refused for this reason. */
  refused(peer: Peer, id: Hash, code: string): void {
    if (!LIFTED_BY_BLOCKS.has(code) || this.waiting.size >= MAX_EARLY_IDS) return;
    const tries = (this.tries.get(id) ?? 0) + 1;
    if (tries > MAX_TRIES) return;
    this.tries.set(id, tries);
    this.waiting.set(id, peer);
  }

  /** The chain has moved: what to ask for again, and of whom. */
  take(): ReadonlyMap<Hash, Peer> {
    const waiting = this.waiting;
    this.waiting = new Map();
    return waiting;
  }
}
