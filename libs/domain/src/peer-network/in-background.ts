import type { Log } from '../primitives/log.port.ts';

/** Runs work that nobody waits for: its failure is logged under `what`, and never ends the program. */
export function inBackground(log: Log, what: string, work: () => Promise<unknown>): void {
  const failed = (error: unknown): void => log.error(`${what} failed`, { error: String(error) });
  try {
    work().catch(failed);
  } catch (error) {
    failed(error);
  }
}
