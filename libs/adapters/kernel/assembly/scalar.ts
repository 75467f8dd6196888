import { hashPairs } from './digests';
import { firstHash } from './first-hash';
import { lastWordOfSecondHash } from './second-hash';

export { hash160, sha256, sha256d } from './digests';
export { digestAddress, headerAddress, maxMessageBytes, messageAddress, prepare } from './doors';

/** The kernel with one header at a time, for machines without WebAssembly SIMD. */

export function search(start: u32, count: u32, highestTop: u32): f64 {
  for (let done: u32 = 0; done < count; done++) {
    firstHash<u32>(bswap<u32>(start + done));
    if (bswap<u32>(lastWordOfSecondHash<u32>()) <= highestTop) return f64(start + done);
  }
  return -1;
}

/** A level of a merkle tree: `count` pairs of 32 bytes become `count` double hashes, from the message's beginning. */
export function sha256dPairs(count: usize): void {
  hashPairs(0, count);
}
