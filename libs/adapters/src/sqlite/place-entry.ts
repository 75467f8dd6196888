import type { Block } from '#domain/block/block';
import type { Hash } from '#domain/primitives/hash';
import { hashToBytes } from '#domain/primitives/hash';
import type { AccountId } from '#domain/transaction/account';

/**
 * An entry of the place index: four words, 16 bytes: the key's first 32 bits, height, index + 1 (0 is the reward),
 * the key's next 32 bits. Entries are sorted by them in this order, so that a key's places stand in the order of
 * time, and sorting by the first word alone almost sorts all. A key is only the beginning of an id or account:
 * whoever finds a place asks the block whether it is the right one.
 */
export const ENTRY_WORDS = 4;
export const ENTRY_BYTES = ENTRY_WORDS * 4;

/** The first 64 bits of a transaction's id (internal order) or of an account. */
export interface PlaceKey {
  readonly high: number;
  readonly low: number;
}

/** A height and an index + 1. */
export interface Place {
  readonly height: number;
  readonly slot: number;
}

export function transactionKey(id: Hash): PlaceKey {
  return bytesKey(hashToBytes(id));
}

export function accountKey(account: AccountId): PlaceKey {
  return { high: Number.parseInt(account.slice(0, 8), 16), low: Number.parseInt(account.slice(8, 16), 16) };
}

function bytesKey(id: Uint8Array): PlaceKey {
  const view = new DataView(id.buffer, id.byteOffset, 8);
  return { high: view.getUint32(0), low: view.getUint32(4) };
}

/** Three for a transfer, one for a reward: 18 bits for the largest block. The key's 32 bits above them fit a number. */
const ORDINALS = 2 ** 21;

/**
 * A block's sorted entries: each transaction by its id, its sender and its recipient (once when they are one), and
 * the reward, if it pays anything, by its recipient.
 */
export function blockEntries(block: Block, height: number): Uint32Array {
  const unsorted: number[] = [];
  const add = ({ high, low }: PlaceKey, slot: number) => unsorted.push(high, height, slot, low);
  if (block.reward.amount > 0) add(accountKey(block.reward.recipient), 0);
  for (const [index, transaction] of block.transactions.entries()) {
    add(bytesKey(transaction.idBytes), index + 1);
    add(accountKey(transaction.senderAccount), index + 1);
    if (transaction.recipient !== transaction.senderAccount) add(accountKey(transaction.recipient), index + 1);
  }
  return sortEntries(unsorted);
}

/** Sorts entries that come in the order of their places. */
function sortEntries(unsorted: readonly number[]): Uint32Array {
  const count = unsorted.length / ENTRY_WORDS;
  const order = new Float64Array(count);
  for (let i = 0; i < count; i++) order[i] = (unsorted[i * ENTRY_WORDS] as number) * ORDINALS + i;
  order.sort();
  const entries = new Uint32Array(unsorted.length);
  for (let i = 0; i < count; i++) {
    const from = ((order[i] as number) % ORDINALS) * ENTRY_WORDS;
    for (let word = 0; word < ENTRY_WORDS; word++) entries[i * ENTRY_WORDS + word] = unsorted[from + word] as number;
    // Two keys of one transaction that begin alike: at most three entries, so this moves nothing far.
    for (let at = i; at > 0 && compareEntries(entries, at - 1, entries, at) > 0; at--) swapEntries(entries, at - 1, at);
  }
  return entries;
}

function swapEntries(entries: Uint32Array, left: number, right: number): void {
  const [a, b] = [left * ENTRY_WORDS, right * ENTRY_WORDS];
  for (let word = 0; word < ENTRY_WORDS; word++) {
    const value = entries[a + word] as number;
    entries[a + word] = entries[b + word] as number;
    entries[b + word] = value;
  }
}

/** The order of entry number `i` of one list and number `j` of another: negative, zero or positive. */
export function compareEntries(left: Uint32Array, i: number, right: Uint32Array, j: number): number {
  const [a, b] = [i * ENTRY_WORDS, j * ENTRY_WORDS];
  for (let word = 0; word < ENTRY_WORDS; word++) {
    const difference = (left[a + word] as number) - (right[b + word] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The first entry of a list that is not below entry 0 of `bound`: 0 … the list's length. */
export function lowerBound(entries: Uint32Array, bound: Uint32Array): number {
  let [low, high] = [0, entries.length / ENTRY_WORDS];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareEntries(entries, middle, bound, 0) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Entry number `i` big-endian: SQLite's order of such bytes is the order of entries. */
export function entryOrderBytes(entries: Uint32Array, i: number): Uint8Array {
  const bytes = new Uint8Array(ENTRY_BYTES);
  const view = new DataView(bytes.buffer);
  for (let word = 0; word < ENTRY_WORDS; word++) view.setUint32(word * 4, entries[i * ENTRY_WORDS + word] as number);
  return bytes;
}

/** Entries as they are stored. */
export function entriesToBytes(entries: Uint32Array): Uint8Array {
  return new Uint8Array(entries.buffer, entries.byteOffset, entries.byteLength);
}

/** Stored entries. Copies only where the bytes lie across words. */
export function entriesFromBytes(bytes: Uint8Array): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const start = aligned.byteOffset % 4 === 0 ? aligned : new Uint8Array(aligned);
  return new Uint32Array(start.buffer, start.byteOffset, start.length / 4);
}
