import { Header, NONCE_OFFSET } from '#domain/block/header';
import { targetOf, targetToBytes } from '#domain/chain/target';
import { digestIsAtMost } from '#domain/chain/work';
import { writeUint32 } from '#domain/primitives/bytes';
import { sha256d } from '#domain/primitives/hash';

/** Some seconds of hashing. A test that wants more work has forgotten to choose an easy network. */
const MAX_HASHES = 2_000_000;

/** The header with the first nonce, from its own on, whose hash meets the target of its bits. */
export function mine(header: Header): Header {
  const target = targetToBytes(targetOf(header.bits));
  const bytes = header.bytes.slice();
  for (let tried = 0; tried < MAX_HASHES; tried++) {
    writeUint32(bytes, NONCE_OFFSET, (header.nonce + tried) >>> 0);
    if (digestIsAtMost(sha256d(bytes), target)) return new Header(bytes);
  }
  throw new Error(`no nonce among ${MAX_HASHES} meets bits ${header.bits.toString(16)}: too hard for a test`);
}

/** The header with the first nonce, from its own on, whose hash does NOT meet the target: work that was not done. */
export function mineNot(header: Header): Header {
  const target = targetToBytes(targetOf(header.bits));
  const bytes = header.bytes.slice();
  for (let tried = 0; tried < MAX_HASHES; tried++) {
    writeUint32(bytes, NONCE_OFFSET, (header.nonce + tried) >>> 0);
    if (!digestIsAtMost(sha256d(bytes), target)) return new Header(bytes);
  }
  throw new Error(`every hash meets bits ${header.bits.toString(16)}`);
}
