import type { Lines } from './lines.ts';

/** After so long without getting anything through, TCP gives a connection up. */
const GIVE_UP_MS = 30_000;
/** More than any session has under way; a line that is cut drops what is beyond. */
const MAX_HELD_MESSAGES = 4_096;
/** TCP's first wait before it sends again what was lost. */
const SEND_AGAIN_MS = 200;

export interface Parcel {
  readonly bytes: number;
  /** It may come later than what was sent after it. */
  readonly mayBeOvertaken: boolean;
  readonly deliver: () => void;
}

/** One direction of a session: in order, no faster than its bandwidth; while the way is cut, everything waits. */
export class Line {
  private freeAtMs = 0;
  private lastArrivalMs = 0;
  private held: Parcel[] = [];
  private heldSinceMs = 0;

  constructor(
    private readonly network: Lines,
    readonly from: string,
    readonly to: string,
    /** The connection is lost. */
    private readonly lost: () => void,
  ) {}

  send(parcel: Parcel): void {
    const { time, conditions, stream } = this.network;
    const { nowMs } = time;
    this.freeAtMs = Math.max(nowMs, this.freeAtMs) + (parcel.bytes * 1000) / conditions.bytesPerSecond;
    let arrivalMs = Math.ceil(this.freeAtMs + this.network.latencyMs(this.from, this.to));
    if (conditions.lossRate > 0 && stream.chance(conditions.lossRate)) arrivalMs += SEND_AGAIN_MS;
    if (parcel.mayBeOvertaken && stream.chance(conditions.reorderRate)) {
      arrivalMs += Math.ceil(stream.exponential(conditions.meanLatencyMs));
    } else {
      arrivalMs = Math.max(arrivalMs, this.lastArrivalMs);
      this.lastArrivalMs = arrivalMs;
    }
    if (conditions.breakRate > 0 && stream.chance(conditions.breakRate)) time.after(arrivalMs - nowMs, this.lost);
    else time.after(arrivalMs - nowMs, () => this.arrive(parcel));
  }

  /** The way is open again: what was held arrives now. */
  release(): void {
    const { held } = this;
    if (held.length === 0 || this.network.isCut(this.from, this.to)) return;
    this.held = [];
    for (const parcel of held) this.network.time.after(this.network.latencyMs(this.from, this.to), parcel.deliver);
  }

  private arrive(parcel: Parcel): void {
    if (this.held.length === 0 && !this.network.isCut(this.from, this.to)) {
      parcel.deliver();
      return;
    }
    if (this.held.length === 0) this.hold();
    if (this.held.length < MAX_HELD_MESSAGES) this.held.push(parcel);
  }

  private hold(): void {
    const { time } = this.network;
    const sinceMs = time.nowMs;
    this.heldSinceMs = sinceMs;
    time.after(GIVE_UP_MS, () => {
      if (this.held.length > 0 && this.heldSinceMs === sinceMs) this.lost();
    });
  }
}
