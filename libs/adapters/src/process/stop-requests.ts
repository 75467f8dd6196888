/** A stop that takes longer than this is cut short: Docker's own patience is ten seconds. */
const STOP_TIMEOUT_MS = 8_000;

/**
 * Runs `stop` once when this process is asked to end (SIGTERM, SIGINT, SIGHUP), or when the program that started it
 * has died or let go of it (the channel between them closed), and then exits: with 0 when `stop` finished,
 * with 1 when it failed or took longer than eight seconds.
 *
 * The channel is what stops a local network's processes when the program that started them was killed, and on
 * Windows, which has no SIGTERM.
 */
export function stopWhenAsked(stop: (reason: string) => Promise<void>): void {
  let stopping = false;
  const begin = (reason: string): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    stop(reason).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => begin(signal));
  if (process.connected) process.once('disconnect', () => begin('starter gone'));
  // A reader that went away must not turn the last log lines into a crash.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
