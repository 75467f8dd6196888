import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

/** What a header says, as the API tells it; hashes in display order, timestamp in seconds, bits as 8 hex digits. */
export interface HeaderFields {
  readonly version: number;
  readonly previousHash: string;
  readonly merkleRoot: string;
  readonly timestampS: number;
  readonly bits: string;
  readonly nonce: number;
}

export type HeaderFieldName = 'version' | 'previousHash' | 'merkleRoot' | 'timestamp' | 'bits' | 'nonce';

/** The fields in the order in which they stand in the 80 bytes (Bitcoin's header, byte for byte). */
export const HEADER_LAYOUT: readonly {
  readonly name: HeaderFieldName;
  readonly offset: number;
  readonly bytes: number;
}[] = [
  { name: 'version', offset: 0, bytes: 4 },
  { name: 'previousHash', offset: 4, bytes: 32 },
  { name: 'merkleRoot', offset: 36, bytes: 32 },
  { name: 'timestamp', offset: 68, bytes: 4 },
  { name: 'bits', offset: 72, bytes: 4 },
  { name: 'nonce', offset: 76, bytes: 4 },
];

export const HEADER_BYTES = 80;

/** The 80 bytes over which the proof of work is made: little-endian numbers, hashes in internal order. */
export function encodeHeader(fields: HeaderFields): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, fields.version, true);
  bytes.set(hexToBytes(fields.previousHash).reverse(), 4);
  bytes.set(hexToBytes(fields.merkleRoot).reverse(), 36);
  view.setUint32(68, fields.timestampS, true);
  view.setUint32(72, Number.parseInt(fields.bits, 16), true);
  view.setUint32(76, fields.nonce, true);
  return bytes;
}

/** SHA-256 of SHA-256, in display order (64 hex digits, the digest reversed): the smell of a header. */
export function smellOf(header: Uint8Array): string {
  return bytesToHex(sha256(sha256(header)).reverse());
}

/** The number that a hash may not exceed, from its compact form (8 hex digits: 1 byte of size, 3 of mantissa). */
export function targetOf(bits: string): bigint {
  const compact = Number.parseInt(bits, 16);
  const size = compact >>> 24;
  const mantissa = BigInt(compact & 0x7f_ffff);
  return size <= 3 ? mantissa >> BigInt(8 * (3 - size)) : mantissa << BigInt(8 * (size - 3));
}

/** A target or hash number as 64 hex digits. */
export function asHash(value: bigint): string {
  return value.toString(16).padStart(64, '0');
}

/** How many hashes a miner tries on average before one meets this target (the work of such a block). */
export function expectedHashes(bits: string): number {
  return Number((1n << 256n) / (targetOf(bits) + 1n));
}
