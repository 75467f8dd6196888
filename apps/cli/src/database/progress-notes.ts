import type { Terminal } from '../output/terminal.ts';

/** Often enough to see that it goes on, seldom enough for a log. */
const NOTE_INTERVAL_MS = 5_000;

/** Says every few seconds how far long work is, on standard error. */
export class ProgressNotes {
  private lastMs = performance.now();

  constructor(private readonly terminal: Terminal) {}

  /** What to give to work that tells how much of it is done. */
  of(label: string): (done: number, all: number) => void {
    return (done, all) => {
      const nowMs = performance.now();
      if (nowMs - this.lastMs < NOTE_INTERVAL_MS) return;
      this.lastMs = nowMs;
      this.terminal.note(`${label}: ${done} of ${all} blocks`);
    };
  }

  say(line: string): void {
    this.terminal.note(line);
  }
}
