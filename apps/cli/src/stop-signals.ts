/** npm passes Ctrl-C on as well as the terminal does: a second signal this soon is the same wish. */
const SAME_WISH_MS = 1_000;

/**
 * Waits for the wish to stop: Ctrl-C, SIGTERM, SIGHUP. `onImpatience` is called when it is repeated after more than a
 * second.
 */
export function stopRequested(onImpatience: () => void): Promise<void> {
  return new Promise((resolve) => {
    let askedAtMs: number | undefined;
    const ask = (): void => {
      const nowMs = performance.now();
      if (askedAtMs === undefined) {
        askedAtMs = nowMs;
        resolve();
      } else if (nowMs - askedAtMs > SAME_WISH_MS) {
        onImpatience();
      }
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
  });
}
