import { sha256 } from '@noble/hashes/sha2.js';
import { readUint32, utf8 } from '#domain/primitives/bytes';
import type { Random } from '#domain/primitives/random.port';

const TWO_TO_32 = 0x1_0000_0000;

/**
 * Random numbers that follow from a name alone (sfc32, seeded by the name's sha256). Each purpose has a stream of its
 * own, so that one fault less leaves all other draws as they were. Only whole numbers, divisions by powers of two and
 * comparisons: the same on every machine. Nothing here may stay secret.
 */
export class SeededStream implements Random {
  private a: number;
  private b: number;
  private c: number;
  private counter: number;

  constructor(private readonly name: string) {
    const seed = sha256(utf8(name));
    this.a = readUint32(seed, 0);
    this.b = readUint32(seed, 4);
    this.c = readUint32(seed, 8);
    this.counter = readUint32(seed, 12);
  }

  /** The stream of a part of this one's purpose; it does not depend on what was drawn here. */
  split(purpose: string | number): SeededStream {
    return new SeededStream(`${this.name}/${purpose}`);
  }

  /** 0 … 2^32 − 1. */
  uint32(): number {
    const sum = (this.a + this.b + this.counter) >>> 0;
    this.counter = (this.counter + 1) >>> 0;
    this.a = (this.b ^ (this.b >>> 9)) >>> 0;
    this.b = (this.c + (this.c << 3)) >>> 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) >>> 0;
    return sum;
  }

  /** 0 ≤ x < 1. */
  fraction(): number {
    return this.uint32() / TWO_TO_32;
  }

  /** A whole number, both ends included. */
  integer(minimum: number, maximum: number): number {
    return minimum + Math.floor(this.fraction() * (maximum - minimum + 1));
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** One of the items, of which there is at least one. */
  pick<Item>(items: readonly Item[]): Item {
    return items[this.integer(0, items.length - 1)] as Item;
  }

  /** So many different items, or all. */
  some<Item>(items: readonly Item[], count: number): Item[] {
    const pool = [...items];
    const chosen: Item[] = [];
    while (chosen.length < count && pool.length > 0) chosen.push(...pool.splice(this.integer(0, pool.length - 1), 1));
    return chosen;
  }

  /** Exponentially distributed, by von Neumann's way of 1951: comparisons alone, no logarithm that machines may round. */
  exponential(mean: number): number {
    for (let whole = 0; ; whole++) {
      const first = this.fraction();
      let last = first;
      let length = 1;
      for (let next = this.fraction(); next <= last; next = this.fraction()) {
        last = next;
        length++;
      }
      if (length % 2 === 1) return mean * (whole + first);
    }
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 4) {
      const word = this.uint32();
      for (let i = 0; i < 4 && at + i < length; i++) bytes[at + i] = word >>> (8 * i);
    }
    return bytes;
  }
}
