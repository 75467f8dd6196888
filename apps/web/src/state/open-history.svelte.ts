import { untrack } from 'svelte';
import type { Series } from '../lib/chart-series.ts';
import { live } from './live.svelte.ts';

/** Half an hour at one look in two seconds, as many as a chart has pixels for: the oldest fall out. */
const MAX_SAMPLES = 900;

/** How many payments were open, each time the peer was asked since the page was opened. */
class OpenHistory {
  series = $state.raw<Series>({ at: [], values: [] });

  start(): void {
    $effect.root(() => {
      $effect(() => {
        if (live.answeredMs !== undefined && live.chain !== undefined) {
          this.#note(Math.round(live.answeredMs / 1000), live.chain.openTransactions);
        }
      });
    });
  }

  #note(second: number, count: number): void {
    const { at, values } = this.#before(second);
    this.series = { at: [...at, second].slice(-MAX_SAMPLES), values: [...values, count].slice(-MAX_SAMPLES) };
  }

  /** The samples so far, without the one of this very second: the later word counts. */
  #before(second: number): Series {
    const series = untrack(() => this.series);
    const same = series.at.at(-1) === second;
    return same ? { at: series.at.slice(0, -1), values: series.values.slice(0, -1) } : series;
  }
}

export const openHistory = new OpenHistory();
