import { type ScryptOptions, scrypt } from 'node:crypto';

const MIB = 1024 * 1024;

/** How a password becomes a key (RFC 7914). `cost` is N, a power of two; memory is 128 · cost · blockSize bytes. */
export interface ScryptParameters {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
}

/**
 * 64 MiB and some 0.2 s for each guess, on our own computer as on a thief's: as much memory as a small container
 * spares for a moment.
 */
export const DEFAULT_SCRYPT: ScryptParameters = { cost: 2 ** 16, blockSize: 8, parallelization: 1 };

/** What a file may ask for: no more than a few seconds and this much memory, whoever wrote it. */
const MAX_SCRYPT_MEMORY_BYTES = 256 * MIB;
const MAX_BLOCK_SIZE = 16;
const MAX_PARALLELIZATION = 4;
const MIN_COST = 2 ** 10;

/** AES-256. */
export const ENCRYPTION_KEY_BYTES = 32;
export const SALT_BYTES = 32;

export function isAffordable({ cost, blockSize, parallelization }: ScryptParameters): boolean {
  return (
    isBetween(cost, MIN_COST, MAX_SCRYPT_MEMORY_BYTES) &&
    Number.isInteger(Math.log2(cost)) &&
    isBetween(blockSize, 1, MAX_BLOCK_SIZE) &&
    isBetween(parallelization, 1, MAX_PARALLELIZATION) &&
    memoryBytes({ cost, blockSize, parallelization }) <= MAX_SCRYPT_MEMORY_BYTES
  );
}

/** The key of a password, by {@link isAffordable affordable} parameters; on a thread of Node's pool. */
export function deriveEncryptionKey(password: string, salt: Uint8Array, parameters: ScryptParameters): Promise<Buffer> {
  const { cost, blockSize, parallelization } = parameters;
  // OpenSSL wants a little more than the formula for its working blocks.
  const maxmem = memoryBytes(parameters) + MIB;
  const options: ScryptOptions = { cost, blockSize, parallelization, maxmem };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, ENCRYPTION_KEY_BYTES, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

function memoryBytes({ cost, blockSize }: ScryptParameters): number {
  return 128 * cost * blockSize;
}

function isBetween(value: number, minimum: number, maximum: number): boolean {
  return Number.isInteger(value) && value >= minimum && value <= maximum;
}
