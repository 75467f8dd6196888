import { readUint32, writeUint32 } from '../primitives/bytes.ts';
import type { EncodingRefusal } from '../primitives/encoding.errors.ts';
import { type Hash, hashFromBytes, hashToBytes, sha256d } from '../primitives/hash.ts';
import { invariant } from '../primitives/invariant.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';

export const HEADER_BYTES = 80;
/** Where the nonce stands in a header: a miner changes these four bytes. */
export const NONCE_OFFSET = 76;

/** The fields of a header, Bitcoin's own, byte for byte. Hashes in display order, times in seconds since 1970. */
export interface HeaderFields {
  readonly version: number;
  readonly previousHash: Hash;
  readonly merkleRoot: Hash;
  readonly timestamp: number;
  readonly bits: number;
  readonly nonce: number;
}

/** A block's header over its 80 bytes; its hash is computed once, when first asked for. */
export class Header implements HeaderFields {
  readonly bytes: Uint8Array;
  readonly previousHash: Hash;
  private knownHashBytes: Uint8Array | undefined;
  private knownHash: Hash | undefined;

  /** Takes a copy: a header stays in memory long after the block or message that it came in. */
  constructor(bytes: Uint8Array) {
    invariant(bytes.length === HEADER_BYTES, 'a header has 80 bytes');
    this.bytes = Uint8Array.from(bytes);
    this.previousHash = hashFromBytes(this.bytes.subarray(4, 36));
  }

  get version(): number {
    return readUint32(this.bytes, 0);
  }

  get merkleRoot(): Hash {
    return hashFromBytes(this.bytes.subarray(36, 68));
  }

  get timestamp(): number {
    return readUint32(this.bytes, 68);
  }

  get bits(): number {
    return readUint32(this.bytes, 72);
  }

  get nonce(): number {
    return readUint32(this.bytes, NONCE_OFFSET);
  }

  /** sha256d of the 80 bytes, internal order. */
  get hashBytes(): Uint8Array {
    this.knownHashBytes ??= sha256d(this.bytes);
    return this.knownHashBytes;
  }

  get hash(): Hash {
    this.knownHash ??= hashFromBytes(this.hashBytes);
    return this.knownHash;
  }
}

/** Reads a header from exactly 80 bytes. Every 80 bytes are some header: the rules judge it. */
export function decodeHeader(bytes: Uint8Array): Result<Header, EncodingRefusal> {
  if (bytes.length === HEADER_BYTES) return accepted(new Header(bytes));
  const [minimum, maximum] = [HEADER_BYTES, HEADER_BYTES];
  return refused({ code: 'encoding-length', type: 'Header', length: bytes.length, minimum, maximum });
}

/** The 80 bytes of a header; every number is a uint32. */
export function encodeHeader(fields: HeaderFields): Uint8Array {
  const numbers = [fields.version, fields.timestamp, fields.bits, fields.nonce];
  invariant(
    numbers.every((value) => value === value >>> 0),
    'header numbers are uint32',
  );
  const bytes = new Uint8Array(HEADER_BYTES);
  writeUint32(bytes, 0, fields.version);
  bytes.set(hashToBytes(fields.previousHash), 4);
  bytes.set(hashToBytes(fields.merkleRoot), 36);
  writeUint32(bytes, 68, fields.timestamp);
  writeUint32(bytes, 72, fields.bits);
  writeUint32(bytes, NONCE_OFFSET, fields.nonce);
  return bytes;
}

/** The header with another nonce. */
export function withNonce(header: Header, nonce: number): Header {
  const bytes = Uint8Array.from(header.bytes);
  writeUint32(bytes, NONCE_OFFSET, nonce);
  return new Header(bytes);
}
