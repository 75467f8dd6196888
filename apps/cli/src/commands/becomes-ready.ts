import { setTimeout as sleep } from 'node:timers/promises';
import { answersReady, POLL_INTERVAL_MS } from '../local-network/answers-ready.ts';

const ANY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

/** Waits for a program in the foreground to be ready; false when it ended before. Port 0 is never asked. */
export async function becomesReady(
  where: { readonly httpHost: string; readonly httpPort: number },
  isRunning: () => boolean,
): Promise<boolean> {
  if (where.httpPort === 0) return false;
  const host = ANY_ADDRESS[where.httpHost] ?? where.httpHost;
  while (isRunning()) {
    if (await answersReady({ host, port: where.httpPort })) return isRunning();
    await sleep(POLL_INTERVAL_MS);
  }
  return false;
}
