import type { Clock, Timer } from '../primitives/clock.port.ts';
import type { Log } from '../primitives/log.port.ts';
import type { MempoolUpdates } from './mempool-updates.ts';

/** Nobody waits for a transaction of three days to go; looking through a full pool takes milliseconds. */
export const EXPIRY_INTERVAL_MS = 10 * 60 * 1000;

/** Drops transactions that have been open for too long, again and again until the returned function is called. */
export function expireTransactions(updates: MempoolUpdates, clock: Clock, log: Log): () => void {
  let timer: Timer;
  const look = (): void => {
    updates
      .run(async (mempool) => mempool.expire(), 'normal')
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        log.error('old open transactions could not be dropped', { reason });
      });
    timer = clock.setTimer(EXPIRY_INTERVAL_MS, look);
  };
  timer = clock.setTimer(EXPIRY_INTERVAL_MS, look);
  return () => timer.cancel();
}
