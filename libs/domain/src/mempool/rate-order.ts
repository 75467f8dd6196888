import { invariant } from '../primitives/invariant.ts';
import type { OpenTransaction } from './open-transaction.ts';

/** A place in the order: that of a transaction, which needn't be there any more. */
export type RatePlace = Pick<OpenTransaction, 'feeRate' | 'arrival'>;

/** Moving half a chunk on an insertion costs less than a microsecond, and finding a chunk among 256 eight steps. */
const MAX_CHUNK_LENGTH = 512;

/** Chunks that shrink below this join their neighbour, so that removals leave no crowd of tiny ones. */
const MIN_CHUNK_LENGTH = 64;

/**
 * Transactions sorted by fee rate, best first; of equal rates the earlier arrival. Sorted chunks of bounded length:
 * insertion and removal are two binary searches and one short move.
 */
export class RateOrder {
  private readonly chunks: OpenTransaction[][] = [];
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** The one with the lowest rate. */
  get worst(): OpenTransaction | undefined {
    return this.chunks.at(-1)?.at(-1);
  }

  insert(entry: OpenTransaction): void {
    this.count++;
    const [chunkIndex, chunk] = this.chunkFor(entry);
    if (chunk === undefined) {
      this.chunks.push([entry]);
      return;
    }
    chunk.splice(placeIn(chunk, entry), 0, entry);
    if (chunk.length > MAX_CHUNK_LENGTH) this.chunks.splice(chunkIndex + 1, 0, chunk.splice(chunk.length >> 1));
  }

  /** Takes out an entry that is in it. */
  remove(entry: OpenTransaction): void {
    const [chunkIndex, chunk] = this.chunkFor(entry);
    const index = chunk === undefined ? -1 : placeIn(chunk, entry);
    invariant(chunk !== undefined && chunk[index] === entry, 'an ordered transaction is found at its place');
    chunk.splice(index, 1);
    this.count--;
    if (chunk.length >= MIN_CHUNK_LENGTH) return;
    const next = this.chunks[chunkIndex + 1];
    if (chunk.length === 0) this.chunks.splice(chunkIndex, 1);
    else if (next !== undefined && chunk.length + next.length <= MAX_CHUNK_LENGTH / 2) {
      this.chunks.splice(chunkIndex, 2, [...chunk, ...next]);
    }
  }

  /** From the best down; from right after `place`, when it is given. Not to be changed meanwhile. */
  *fromBest(place?: RatePlace): Generator<OpenTransaction> {
    const [first, chunk] = place === undefined ? [0, this.chunks[0]] : this.chunkFor(place);
    if (chunk === undefined) return;
    let start = place === undefined ? 0 : placeIn(chunk, place);
    const atPlace = chunk[start];
    if (place !== undefined && atPlace !== undefined && compare(atPlace, place) === 0) start++;
    yield* chunk.slice(start);
    for (const later of this.chunks.slice(first + 1)) yield* later;
  }

  /** From the worst up. Not to be changed meanwhile. */
  *fromWorst(): Generator<OpenTransaction> {
    for (let i = this.chunks.length - 1; i >= 0; i--) {
      const chunk = this.chunks[i] as OpenTransaction[];
      for (let j = chunk.length - 1; j >= 0; j--) yield chunk[j] as OpenTransaction;
    }
  }

  /** The first chunk that doesn't end before the place, else the last; undefined when there is none. */
  private chunkFor(place: RatePlace): [index: number, chunk: OpenTransaction[] | undefined] {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare((this.chunks[middle] as OpenTransaction[]).at(-1) as OpenTransaction, place) < 0) low = middle + 1;
      else high = middle;
    }
    return [low, this.chunks[low]];
  }
}

/** The index of the first in the chunk that isn't before the place. */
function placeIn(chunk: readonly OpenTransaction[], place: RatePlace): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(chunk[middle] as OpenTransaction, place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compare(left: RatePlace, right: RatePlace): number {
  return right.feeRate - left.feeRate || left.arrival - right.arrival;
}
