import { begin, compress, state } from './compress';
import { hashAgain, hashPair } from './double-hash';
import { DIGEST, MESSAGE } from './message';
import { ripemd160OfHash } from './ripemd160';
import { setWord } from './rounds';

/** One message at a time: the digests that transactions, accounts and merkle trees are made of. */

@inline
function readBlock(address: usize): void {
  for (let i: usize = 0; i < 16; i++) setWord<u32>(i, bswap<u32>(load<u32>(address + 4 * i)));
}

@inline
function writeDigest(address: usize): void {
  for (let i: usize = 0; i < 8; i++) store<u32>(address + 4 * i, bswap<u32>(state<u32>(i)));
}

/** Pads the message (FIPS 180-4, section 5.1.1) and hashes it into the state. */
function hashMessage(length: usize): void {
  const blocks = (length + 9 + 63) >> 6;
  const end = blocks << 6;
  memory.fill(MESSAGE + length, 0, end - length);
  store<u8>(MESSAGE + length, 0x80);
  store<u32>(MESSAGE + end - 4, bswap<u32>(u32(length << 3)));
  begin<u32>();
  for (let at: usize = 0; at < end; at += 64) {
    readBlock(MESSAGE + at);
    compress<u32>();
  }
}

/** SHA-256 of the first `length` bytes of the message. */
export function sha256(length: usize): void {
  hashMessage(length);
  writeDigest(DIGEST);
}

/** SHA-256 of SHA-256. */
export function sha256d(length: usize): void {
  hashMessage(length);
  hashAgain<u32>();
  writeDigest(DIGEST);
}

/** RIPEMD-160 of SHA-256: the digest's first 20 bytes. */
export function hash160(length: usize): void {
  hashMessage(length);
  writeDigest(DIGEST);
  ripemd160OfHash(DIGEST, DIGEST);
}

/** The double hashes of pairs `from` … `count` − 1 of 64 bytes each, written over the message from its beginning. */
export function hashPairs(from: usize, count: usize): void {
  for (let i = from; i < count; i++) {
    readBlock(MESSAGE + 64 * i);
    hashPair<u32>();
    writeDigest(MESSAGE + 32 * i);
  }
}
