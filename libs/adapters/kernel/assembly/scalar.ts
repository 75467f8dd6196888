import { hashPairs } from './digests';
import { firstHash } from './first-hash';
import { HEADER } from './layout';
import { DIGEST, MAX_MESSAGE_BYTES, MESSAGE } from './message';
import { prepareHeader } from './prepare';
import { lastWordOfSecondHash } from './second-hash';

export { hash160, sha256, sha256d } from './digests';

/** The kernel with one header at a time, for machines without WebAssembly SIMD. Its exports are those of `simd.ts`. */

export function headerAddress(): usize {
  return HEADER;
}

export function prepare(): void {
  prepareHeader();
}

export function search(start: u32, count: u32, highestTop: u32): f64 {
  for (let done: u32 = 0; done < count; done++) {
    firstHash<u32>(bswap<u32>(start + done));
    if (bswap<u32>(lastWordOfSecondHash<u32>()) <= highestTop) return f64(start + done);
  }
  return -1;
}

/** Where the host writes a message, and how long it may be; where it reads the digest. */
export function messageAddress(): usize {
  return MESSAGE;
}

export function maxMessageBytes(): usize {
  return MAX_MESSAGE_BYTES;
}

export function digestAddress(): usize {
  return DIGEST;
}

/** A level of a merkle tree: `count` pairs of 32 bytes become `count` double hashes, from the message's beginning. */
export function sha256dPairs(count: usize): void {
  hashPairs(0, count);
}
