import { hash } from 'node:crypto';

/** Where a header holds its nonce, little-endian. */
const NONCE_OFFSET = 76;

/** The hash of an 80-byte header with this nonce, as the number that is compared with a target. By node:crypto. */
export function headerHashValue(header: Uint8Array, nonce: number): bigint {
  const bytes = Buffer.from(header);
  bytes.writeUInt32LE(nonce, NONCE_OFFSET);
  const digest = hash('sha256', hash('sha256', bytes, 'buffer'), 'buffer');
  return BigInt(`0x${digest.reverse().toString('hex')}`);
}
