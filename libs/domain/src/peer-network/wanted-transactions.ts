import type { Hash } from '../primitives/hash.ts';
import type { Peer } from './peer.ts';

/** The whole pool of an ordinary node: more cannot be missing. */
const MAX_WANTED_IDS = 65_536;
/** Of one peer: as many as one answer about all open transactions tells of. */
export const MAX_WANTED_IDS_PER_PEER = 10_000;
/** Peers to ask for the same transaction, one after the other: all of them keeping it back is no accident any more. */
const MAX_TELLERS = 4;

/** Transactions that peers told of and that are not here: each is asked of one peer at a time, in the order they told. */
export class WantedTransactions {
  /** Who told of an id and was not asked in vain; the first is asked now. */
  private readonly tellers = new Map<Hash, Peer[]>();
  private readonly queues = new Map<Peer, Hash[]>();

  get size(): number {
    return this.tellers.size;
  }

  /** A peer told of a transaction; true when it was not wanted before. */
  want(peer: Peer, id: Hash): boolean {
    const tellers = this.tellers.get(id);
    if (tellers !== undefined) {
      if (tellers.length < MAX_TELLERS && !tellers.includes(peer)) tellers.push(peer);
      return false;
    }
    const queue = this.queues.get(peer) ?? [];
    if (this.tellers.size >= MAX_WANTED_IDS || queue.length >= MAX_WANTED_IDS_PER_PEER) return false;
    this.tellers.set(id, [peer]);
    queue.push(id);
    this.queues.set(peer, queue);
    return true;
  }

  /** What to ask of a peer next, at most so many; none when there is nothing. */
  next(peer: Peer, count: number): Hash[] {
    const queue = this.queues.get(peer);
    const ids = queue?.splice(0, count) ?? [];
    if (queue?.length === 0) this.queues.delete(peer);
    return ids;
  }

  /** It is here, or was refused: nobody need be asked. */
  settle(id: Hash): void {
    this.tellers.delete(id);
  }

  /** A peer was asked in vain: the next who told of it, who is to be asked now. */
  missed(id: Hash): Peer | undefined {
    const tellers = this.tellers.get(id);
    tellers?.shift();
    const next = tellers?.[0];
    if (next === undefined) {
      this.tellers.delete(id);
      return undefined;
    }
    const queue = this.queues.get(next) ?? [];
    queue.push(id);
    this.queues.set(next, queue);
    return next;
  }
}
