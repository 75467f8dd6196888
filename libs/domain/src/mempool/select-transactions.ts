import { bytesInBlock } from '../block/block.ts';
import { MIN_TRANSACTION_BYTES, type Transaction } from '../transaction/transaction.ts';
import type { AccountQueue } from './account-queue.ts';
import type { OpenTransaction } from './open-transaction.ts';

/** How far an account's queue has been taken. */
interface Cursor {
  readonly queue: AccountQueue;
  head: OpenTransaction;
  index: number;
}

/** What a block leaves for transactions. */
export interface BlockSpace {
  /** Offsets included (`bytesInBlock`). */
  readonly bytes: number;
  /** How many at most. */
  readonly transactions: number;
}

/**
 * The transactions for a block, in an order in which they connect: again and again the best fee rate among the heads
 * of all accounts. A head that doesn't fit ends its account's turn. Each queue's ready part is covered already, so no
 * balance is looked at.
 */
export function selectTransactions(queues: Iterable<AccountQueue>, space: BlockSpace): Transaction[] {
  const heap = startHeap(queues);
  const selected: Transaction[] = [];
  let room = space.bytes;
  while (heap.length > 0 && selected.length < space.transactions && room > MIN_TRANSACTION_BYTES) {
    const best = heap[0] as Cursor;
    const bytes = bytesInBlock(best.head.transaction);
    const fits = bytes <= room;
    if (fits) {
      selected.push(best.head.transaction);
      room -= bytes;
    }
    const next = fits ? readyAt(best.queue, ++best.index) : undefined;
    if (next !== undefined) best.head = next;
    else removeTop(heap);
    sink(heap, 0);
  }
  return selected;
}

function startHeap(queues: Iterable<AccountQueue>): Cursor[] {
  const heap: Cursor[] = [];
  for (const queue of queues) {
    const head = readyAt(queue, 0);
    if (head !== undefined) heap.push({ queue, head, index: 0 });
  }
  for (let i = (heap.length >> 1) - 1; i >= 0; i--) sink(heap, i);
  return heap;
}

function readyAt(queue: AccountQueue, index: number): OpenTransaction | undefined {
  const entry = queue.entries[index];
  return entry === undefined || entry.behindGap ? undefined : entry;
}

function removeTop(heap: Cursor[]): void {
  const last = heap.pop();
  if (last !== undefined && heap.length > 0) heap[0] = last;
}

/** Moves a cursor down a binary heap until none below it is better. */
function sink(heap: Cursor[], from: number): void {
  const moved = heap[from];
  if (moved === undefined) return;
  let index = from;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBetter(heap[child + 1] as Cursor, heap[child] as Cursor)) child++;
    if (!isBetter(heap[child] as Cursor, moved)) break;
    heap[index] = heap[child] as Cursor;
    index = child;
  }
  heap[index] = moved;
}

function isBetter({ head: left }: Cursor, { head: right }: Cursor): boolean {
  return left.feeRate > right.feeRate || (left.feeRate === right.feeRate && left.arrival < right.arrival);
}
