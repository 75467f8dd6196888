import { useHashFunctions } from '#domain/primitives/hash-functions';
import type { Log } from '#domain/primitives/log.port';
import { KernelHashes } from './kernel-hashes.ts';
import { loadKernel } from './load-kernel.ts';

/**
 * Lets the domain hash with the kernel, several times as fast as JavaScript on a transaction's few hundred bytes.
 * Where it cannot be loaded the portable functions stay.
 */
export function useFastHashes(log: Log): void {
  try {
    useHashFunctions(new KernelHashes(loadKernel().module));
  } catch (error) {
    log.warn('hashing stays portable and slower: the kernel cannot be loaded', { error: String(error) });
  }
}
