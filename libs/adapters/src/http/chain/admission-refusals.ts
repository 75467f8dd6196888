import { mempoolRules } from '#domain/mempool/mempool.errors';

/** With what a transaction is refused that comes; one that has been open for too long is dropped later. */
export const ADMISSION_REFUSALS: readonly string[] = Object.keys(mempoolRules).filter(
  (code) => code !== 'mempool-expired',
);
