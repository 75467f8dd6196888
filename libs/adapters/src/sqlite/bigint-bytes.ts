/** 256 bits. */
const NUMBER_BYTES = 32;

/** A target or an amount of work as 32 bytes, big-endian, so that SQLite orders them by size. */
export function bigintToBytes(value: bigint): Uint8Array {
  return Buffer.from(value.toString(16).padStart(NUMBER_BYTES * 2, '0'), 'hex');
}

export function bigintFromBytes(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`);
}
