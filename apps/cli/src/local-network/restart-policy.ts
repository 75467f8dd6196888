/** Restarts are counted within this time: who ran longer has earned a fresh start. */
const RESTART_WINDOW_MS = 10 * 60_000;
/** What falls over this often will do so again; its log is then more use than another try. */
const MAX_RESTARTS_IN_WINDOW = 5;
const FIRST_RESTART_DELAY_MS = 1_000;
const MAX_RESTART_DELAY_MS = 30_000;

/** How long to wait before a program that ended by itself is started again, or that it shall stay down. */
export type RestartDecision =
  | { readonly kind: 'restart'; readonly delayMs: number }
  | { readonly kind: 'give-up'; readonly restarts: number };

/** Remembers one program's restarts: each comes after twice the time of the one before, and there is an end to them. */
export class RestartPolicy {
  #restartsMs: number[] = [];

  /** @param nowMs any clock that only goes forward */
  next(nowMs: number): RestartDecision {
    this.#restartsMs = this.#restartsMs.filter((atMs) => nowMs - atMs < RESTART_WINDOW_MS);
    const restarts = this.#restartsMs.length;
    if (restarts >= MAX_RESTARTS_IN_WINDOW) return { kind: 'give-up', restarts };
    this.#restartsMs.push(nowMs);
    return { kind: 'restart', delayMs: Math.min(MAX_RESTART_DELAY_MS, FIRST_RESTART_DELAY_MS * 2 ** restarts) };
  }
}
