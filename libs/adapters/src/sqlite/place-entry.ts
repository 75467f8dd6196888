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
  const bytes = hashToBytes(id);
  return { high: bytesWord(bytes, 0), low: bytesWord(bytes, 4) };
}

export function accountKey(account: AccountId): PlaceKey {
  return { high: hexWord(account, 0), low: hexWord(account, 8) };
}

/** Three for a transfer, one for a reward: 18 bits for the largest block. The key's 32 bits above them fit a number. */
const ORDINALS = 2 ** 21;
const ENTRIES_PER_TRANSACTION = 3;

/**
 * A block's sorted entries: each transaction by its id, its sender and its recipient (once when they are one), and
 * the reward, if it pays anything, by its recipient.
 */
export function blockEntries(block: Block, height: number): Uint32Array {
  const unsorted = new Uint32Array((block.transactions.length * ENTRIES_PER_TRANSACTION + 1) * ENTRY_WORDS);
  let words = 0;
  const add = (high: number, low: number, slot: number) => {
    unsorted[words] = high;
    unsorted[words + 1] = height;
    unsorted[words + 2] = slot;
    unsorted[words + 3] = low;
    words += ENTRY_WORDS;
  };
  const addAccount = (account: AccountId, slot: number) => add(hexWord(account, 0), hexWord(account, 8), slot);
  if (block.reward.amount > 0) addAccount(block.reward.recipient, 0);
  let slot = 0;
  for (const { idBytes, senderAccount, recipient } of block.transactions) {
    slot++;
    add(bytesWord(idBytes, 0), bytesWord(idBytes, 4), slot);
    addAccount(senderAccount, slot);
    if (recipient !== senderAccount) addAccount(recipient, slot);
  }
  return sortEntries(unsorted.subarray(0, words));
}

/** Four bytes, big-endian. */
function bytesWord(bytes: Uint8Array, at: number): number {
  const [a, b, c, d] = [bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number, bytes[at + 3] as number];
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

/** Eight lower-case hex digits. */
function hexWord(text: string, at: number): number {
  let word = 0;
  for (let i = at; i < at + 8; i++) {
    const code = text.charCodeAt(i);
    word = (word << 4) | (code < 0x3a ? code - 0x30 : code - 0x57);
  }
  return word >>> 0;
}

/** Sorts entries that come in the order of their places. */
function sortEntries(unsorted: Uint32Array): Uint32Array {
  const count = unsorted.length / ENTRY_WORDS;
  const order = new Float64Array(count);
  for (let i = 0; i < count; i++) order[i] = (unsorted[i * ENTRY_WORDS] as number) * ORDINALS + i;
  order.sort();
  const entries = new Uint32Array(unsorted.length);
  for (let i = 0; i < count; i++) {
    const from = ((order[i] as number) % ORDINALS) * ENTRY_WORDS;
    const to = i * ENTRY_WORDS;
    entries[to] = unsorted[from] as number;
    entries[to + 1] = unsorted[from + 1] as number;
    entries[to + 2] = unsorted[from + 2] as number;
    entries[to + 3] = unsorted[from + 3] as number;
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
  const a = i * ENTRY_WORDS;
  const b = j * ENTRY_WORDS;
  // The first word almost always decides.
  const first = (left[a] as number) - (right[b] as number);
  if (first !== 0) return first;
  for (let word = 1; word < ENTRY_WORDS; word++) {
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

/** Stored entries; of damaged bytes those that are whole. Copies only where the bytes lie across words. */
export function entriesFromBytes(bytes: Uint8Array): Uint32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const start = aligned.byteOffset % 4 === 0 ? aligned : new Uint8Array(aligned);
  return new Uint32Array(start.buffer, start.byteOffset, Math.floor(start.length / ENTRY_BYTES) * ENTRY_WORDS);
}
