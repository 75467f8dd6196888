/** A stop that takes longer than this is cut short: Docker's own patience is ten seconds. */
const STOP_TIMEOUT_MS = 8_000;

/** What a request does. At first there is nothing open that has to be closed: whatever is on disk is whole. */
let onRequest: (reason: string) => void = () => process.exit(0);

/**
 * From now on this process hears when it is asked to end: by SIGTERM, SIGINT or SIGHUP, or because the program that
 * started it has died or let go of it (the channel between them closed). It then ends with 0, at once unless
 * {@link stopWhenAsked} has said how.
 *
 * The channel is what stops a local network's processes when the program that started them was killed, and on
 * Windows, which has no SIGTERM.
 */
export function listenForStopRequests(): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => onRequest(signal));
  if (process.connected) process.once('disconnect', () => onRequest('starter gone'));
  // A reader that went away must not turn the last log lines into a crash.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/**
 * Runs `stop` once when this process is asked to end, and then exits: with 0 when `stop` finished, with 1 when it
 * failed or took longer than eight seconds. A start and a stop at the same time would trip over each other: gives a
 * function to be called when the start is over, which a stop that is asked for earlier waits for.
 */
export function stopWhenAsked(stop: (reason: string) => Promise<void>): () => void {
  let started: () => void = () => undefined;
  const isStarted = new Promise<void>((resolve) => {
    started = resolve;
  });
  let stopping = false;
  onRequest = (reason) => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    isStarted
      .then(() => stop(reason))
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  return started;
}
