import { untrack } from 'svelte';
import { type ApiError, asApiError } from '../lib/api-error.ts';
import { type BlockPoint, extendWindow, pointOf } from '../lib/block-window.ts';
import { live } from './live.svelte.ts';
import { api } from './session.svelte.ts';

/** How far back the charts look. */
export const WINDOW_BLOCKS = 200;
const PAGE_BLOCKS = 50;
/** Blocks come with all their transactions: full ones are read until there are so many, some 10 MB. */
const MAX_TRANSACTIONS_READ = 20_000;

/** The newest blocks of the chain, read once and then kept up with whatever is new. */
class BlockWindow {
  points = $state.raw<readonly BlockPoint[]>([]);
  error = $state.raw<ApiError | undefined>();
  loading = $state(true);
  #reading = false;

  /** Brings the window up to the newest blocks. To be called in an effect, when they changed. */
  follow(): void {
    const news = live.blocks.map(pointOf);
    untrack(() => {
      if (news.length === 0) return;
      const extended = extendWindow(this.points, news, WINDOW_BLOCKS);
      if (extended === undefined) void this.#read();
      else {
        this.points = extended;
        this.loading = false;
      }
    });
  }

  async #read(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      this.points = await readNewest();
      this.error = undefined;
    } catch (thrown) {
      this.error = asApiError(thrown);
    }
    this.#reading = false;
    this.loading = false;
  }
}

async function readNewest(): Promise<readonly BlockPoint[]> {
  const points: BlockPoint[] = [];
  let before: string | undefined;
  let transactions = 0;
  while (points.length < WINDOW_BLOCKS && transactions < MAX_TRANSACTIONS_READ) {
    const page = await api.blocks(PAGE_BLOCKS, before);
    for (const block of page.blocks) {
      points.push(pointOf(block));
      transactions += block.transactions.length;
    }
    if (page.next === null) break;
    before = page.next;
  }
  return points;
}

export const blockWindow = new BlockWindow();
