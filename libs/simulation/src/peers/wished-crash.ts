import type { ChainWrite } from '#domain/chain/chain-store.port';
import type { SeededStream } from '../random/seeded-stream.ts';
import type { VirtualTime } from '../time/virtual-time.ts';

/** Moments at which a crash that is wished for happens: at once, in the midst of a write, or just after one. */
export const CRASH_MOMENTS = ['now', 'connect', 'reorganise', 'after-connect', 'after-reorganise'] as const;
export type CrashMoment = (typeof CRASH_MOMENTS)[number];

/** "Just after" is so soon. */
const JUST_AFTER_MS = 40;

/** A crash that waits for its moment. */
export class WishedCrash {
  private at: Exclude<CrashMoment, 'now'> | undefined;

  constructor(
    private readonly time: VirtualTime,
    private readonly stream: SeededStream,
  ) {}

  wish(moment: Exclude<CrashMoment, 'now'>): void {
    this.at = moment;
  }

  /** One that has not come need not come any more. */
  forget(): void {
    this.at = undefined;
  }

  /** A write has begun, or is done: perhaps the moment that was wished for. */
  mayCome({ connected, disconnected }: ChainWrite, isDone: boolean, cutPower: () => void): void {
    const { at } = this;
    if (at === undefined || at.startsWith('after') !== isDone) return;
    if ((at.endsWith('connect') ? connected : disconnected).length === 0) return;
    this.at = undefined;
    this.time.after(isDone ? this.stream.integer(0, JUST_AFTER_MS) : 0, cutPower);
  }
}
