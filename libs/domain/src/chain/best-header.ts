import type { HeaderEntry } from './header-entry.ts';

/** The header with the most work that broke no rule, whether or not its body has come. */
export class BestHeader {
  constructor(private best: HeaderEntry) {}

  get entry(): HeaderEntry {
    return this.best;
  }

  /**
   * Takes changed entries, and above which height all were forgotten, if they were; asks for all that are left only
   * when the best one is lost.
   */
  learn(
    changed: readonly HeaderEntry[],
    tip: HeaderEntry,
    all: () => Iterable<HeaderEntry>,
    forgetAbove = Number.POSITIVE_INFINITY,
  ): void {
    const isInvalid = changed.some(({ hash, status }) => status === 'invalid' && hash === this.best.hash);
    const lost = isInvalid || this.best.height > forgetAbove;
    if (lost) this.best = tip;
    for (const entry of lost ? all() : changed) {
      if (entry.status !== 'invalid' && entry.totalWork > this.best.totalWork) this.best = entry;
    }
    if (tip.totalWork >= this.best.totalWork) this.best = tip;
  }
}
