import { getHashes, hash } from 'node:crypto';
import { useHashFunctions } from '#domain/primitives/hash-functions';
import type { Log } from '#domain/primitives/log.port';

/**
 * Lets the domain hash with OpenSSL, several times as fast as JavaScript on a transaction's few hundred bytes. Where
 * a build of Node lacks one of the digests, the portable ones stay.
 */
export function useNativeHashes(log: Log): void {
  const missing = ['sha256', 'ripemd160'].filter((name) => !getHashes().includes(name));
  if (missing.length > 0) {
    log.warn('hashing stays portable and slower', { missing: missing.join(', ') });
    return;
  }
  useHashFunctions({
    sha256: (bytes) => hash('sha256', bytes, 'buffer'),
    ripemd160: (bytes) => hash('ripemd160', bytes, 'buffer'),
  });
}
