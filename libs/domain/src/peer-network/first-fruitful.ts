import type { Clock, Timer } from '../primitives/clock.port.ts';

export interface FirstFruitfulOptions<Source, Value> {
  /** The next source to try; undefined while there is none (there may be one later). */
  readonly next: () => Source | undefined;
  /** Undefined when the source gave nothing. Must not reject. */
  readonly attempt: (source: Source) => Promise<Value | undefined>;
  /** After so long without a result the next source is tried as well. */
  readonly staggerMs: number;
  readonly clock: Clock;
}

/**
 * Tries sources one after the other, the next one when the last gave nothing or takes long, and gives what came first:
 * a source that stalls costs a moment, not its whole timeout. Undefined when none gave anything and there is no more.
 */
export function firstFruitful<Source, Value>(options: FirstFruitfulOptions<Source, Value>): Promise<Value | undefined> {
  const { next, attempt, staggerMs, clock } = options;
  return new Promise((resolve, reject) => {
    let underway = 0;
    let timer: Timer | undefined;
    let isDone = false;
    const finish = (settle: () => void): void => {
      isDone = true;
      timer?.cancel();
      settle();
    };
    const tryNext = (): void => {
      timer?.cancel();
      if (isDone) return;
      const source = next();
      if (source !== undefined) {
        underway++;
        attempt(source).then(
          (value) => {
            underway--;
            if (isDone) return;
            if (value === undefined) tryNext();
            else finish(() => resolve(value));
          },
          (error: unknown) => {
            if (!isDone) finish(() => reject(error));
          },
        );
      }
      if (underway === 0) finish(() => resolve(undefined));
      else timer = clock.setTimer(staggerMs, tryNext);
    };
    tryNext();
  });
}
