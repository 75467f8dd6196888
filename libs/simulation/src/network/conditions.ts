/** How lines behave. Times in virtual milliseconds, rates per message 0 … 1. */
export interface Conditions {
  /** The fastest that anything arrives. */
  readonly minimumLatencyMs: number;
  /** The mean of the slowest and the fastest pairs of places; each pair has its own, drawn once. */
  readonly meanLatencyMs: number;
  /** Added to every message: exponentially distributed with this mean. */
  readonly jitterMs: number;
  readonly bytesPerSecond: number;
  /** Messages that were lost and sent again: they, and what comes after them on their session, are late. */
  readonly lossRate: number;
  /** Messages at which the session breaks, as a router that restarts does. */
  readonly breakRate: number;
  /** Requests and one-way messages that arrive twice. A transport should not, so that nothing may rely on it. */
  readonly duplicateRate: number;
  /** Answers that others overtake, as they may: handlers work side by side. */
  readonly reorderRate: number;
}

/** A decent network. */
export const GOOD_LINES: Conditions = {
  minimumLatencyMs: 5,
  meanLatencyMs: 60,
  jitterMs: 8,
  bytesPerSecond: 2_000_000,
  lossRate: 0,
  breakRate: 0,
  duplicateRate: 0,
  reorderRate: 0,
};
