import type { HeaderEntry } from './header-entry.ts';

/** The header with the most work that broke no rule, whether or not its body has come. */
export class BestHeader {
  constructor(private best: HeaderEntry) {}

  get entry(): HeaderEntry {
    return this.best;
  }

  /** Takes changed entries; asks for all of them only when the best one turned out invalid. */
  learn(changed: readonly HeaderEntry[], tip: HeaderEntry, all: () => Iterable<HeaderEntry>): void {
    const lost = changed.some(({ hash, status }) => status === 'invalid' && hash === this.best.hash);
    if (lost) this.best = tip;
    for (const entry of lost ? all() : changed) {
      if (entry.status !== 'invalid' && entry.totalWork > this.best.totalWork) this.best = entry;
    }
    if (tip.totalWork >= this.best.totalWork) this.best = tip;
  }
}
