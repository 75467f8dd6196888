import type { AccountId } from '../transaction/account.ts';
import { hashesOfExponent } from './share-difficulty.ts';

/** The rate forgets what is older than a few of these: at a share every five seconds it stands on two dozen shares. */
const RATE_MEMORY_MS = 120_000;

/** What a worker did so far. */
export interface WorkerState {
  /** The user name it gave: an address, and perhaps a name after it. */
  readonly name: string;
  readonly recipient: AccountId;
  readonly connectedAtMs: number;
  /** As `mining.set_difficulty` puts it. */
  readonly difficulty: number;
  /** From its shares; rough in the first minutes. */
  readonly hashesPerSecond: number;
  readonly accepted: number;
  /** All that did not count, stale ones included. */
  readonly refused: number;
  readonly stale: number;
  readonly blocksFound: number;
  readonly lastShareAtMs: number | undefined;
}

/** Counts the shares of one worker, and tells its hash rate from them. */
export class WorkerFigures {
  private accepted = 0;
  private refused = 0;
  private stale = 0;
  private blocksFound = 0;
  private lastShareAtMs: number | undefined;
  /** Hashes behind the shares, fading with time. */
  private fadingHashes = 0;
  private fadedAtMs: number;

  constructor(
    readonly name: string,
    readonly recipient: AccountId,
    private readonly connectedAtMs: number,
  ) {
    this.fadedAtMs = connectedAtMs;
  }

  shareAccepted(exponent: number, isBlock: boolean, nowMs: number): void {
    this.accepted++;
    if (isBlock) this.blocksFound++;
    this.lastShareAtMs = nowMs;
    this.fade(nowMs);
    this.fadingHashes += hashesOfExponent(exponent);
  }

  shareRefused(isStale: boolean): void {
    this.refused++;
    if (isStale) this.stale++;
  }

  state(difficulty: number, nowMs: number): WorkerState {
    this.fade(nowMs);
    const { name, recipient, connectedAtMs, accepted, refused, stale, blocksFound, lastShareAtMs } = this;
    // A worker that came a moment ago has not had the time to fill the memory.
    const seen = 1 - Math.exp(-Math.max(1, nowMs - connectedAtMs) / RATE_MEMORY_MS);
    const hashesPerSecond = Math.round((this.fadingHashes / (RATE_MEMORY_MS * seen)) * 1000);
    const counts = { accepted, refused, stale, blocksFound, lastShareAtMs };
    return { name, recipient, connectedAtMs, difficulty, hashesPerSecond, ...counts };
  }

  private fade(nowMs: number): void {
    this.fadingHashes *= Math.exp(-Math.max(0, nowMs - this.fadedAtMs) / RATE_MEMORY_MS);
    this.fadedAtMs = Math.max(this.fadedAtMs, nowMs);
  }
}
