import { MAX_DIFFICULTY_EXPONENT, MIN_DIFFICULTY_EXPONENT } from './share-difficulty.ts';

/** Often enough that the hash rate can be read from the shares, seldom enough that a thousand miners cost nothing. */
const WANTED_SECONDS_PER_SHARE = 5;
/** So many shares tell a rate to within a factor of two. */
const SHARES_TO_JUDGE = 8;
/** Silence of so long is judged as well. */
const LONGEST_WINDOW_MS = 60_000;
/** The first guess may be wrong a hundred million times, but one lucky moment should not undo a good guess. */
const LARGEST_RISE = 8;
const LARGEST_FALL = 4;

/** Finds the difficulty at which a miner hands in a share every few seconds. */
export class Vardiff {
  private shares = 0;

  /** @param sinceMs when the miner began */
  constructor(
    private current: number,
    private sinceMs: number,
  ) {}

  /** See `share-difficulty.ts`. */
  get exponent(): number {
    return this.current;
  }

  shareFound(): void {
    this.shares++;
  }

  /** Judges what happened since the last change. `hardest` bounds the answer; true when the difficulty changed. */
  adjust(nowMs: number, hardest: number): boolean {
    const elapsedMs = Math.max(1, nowMs - this.sinceMs);
    const judged = this.shares >= SHARES_TO_JUDGE || elapsedMs >= LONGEST_WINDOW_MS;
    const wanted = this.current + (judged ? this.step(elapsedMs) : 0);
    const next = Math.max(MIN_DIFFICULTY_EXPONENT, Math.min(wanted, hardest, MAX_DIFFICULTY_EXPONENT));
    if (judged || next !== this.current) {
      this.shares = 0;
      this.sinceMs = nowMs;
    }
    if (next === this.current) return false;
    this.current = next;
    return true;
  }

  private step(elapsedMs: number): number {
    const secondsPerShare = elapsedMs / 1000 / Math.max(this.shares, 0.5);
    const step = Math.round(Math.log2(WANTED_SECONDS_PER_SHARE / secondsPerShare));
    return Math.max(-LARGEST_FALL, Math.min(step, LARGEST_RISE));
  }
}
