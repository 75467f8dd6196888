import { hashPairs } from './digests';
import { hashPairsInLanes } from './digests-in-lanes';
import { firstHash } from './first-hash';
import { reverseBytes } from './lanes';
import { LANE_OFFSETS } from './layout';
import { lastWordOfSecondHash } from './second-hash';

export { hash160, sha256, sha256d } from './digests';
export { digestAddress, headerAddress, maxMessageBytes, messageAddress, prepare } from './doors';

/** The kernel with four headers at a time, for machines with WebAssembly SIMD. */

/**
 * Tries `count` nonces from `start` on; gives the first whose hash has a top word (its most significant 32 bits) of
 * at most `highestTop`, or −1. The host compares the whole hash: such a nonce is nearly always right.
 */
export function search(start: u32, count: u32, highestTop: u32): f64 {
  const highest = i32x4.splat(highestTop);
  const offsets = v128.load(LANE_OFFSETS);
  for (let done: u32 = 0; done < count; done += 4) {
    // A nonce is written little-endian into a message of big-endian words.
    firstHash<v128>(reverseBytes(i32x4.add(i32x4.splat(start + done), offsets)));
    const hits = i32x4.le_u(reverseBytes(lastWordOfSecondHash<v128>()), highest);
    if (v128.any_true(hits)) {
      const lane: u32 = ctz<u32>(i32x4.bitmask(hits));
      return done + lane < count ? f64(start + done + lane) : -1;
    }
    if (done > 0xfffffffb) break;
  }
  return -1;
}

/** A level of a merkle tree: `count` pairs of 32 bytes become `count` double hashes, from the message's beginning. */
export function sha256dPairs(count: usize): void {
  hashPairs(hashPairsInLanes(count), count);
}
