import { InvariantError } from '../primitives/invariant.ts';
import type { ChainStore } from './chain-store.port.ts';
import type { HeaderEntry } from './header-entry.ts';

/** Entries read at once: neighbours are asked for one after the other. */
const PAGE_HEIGHTS = 256;

/**
 * The best chain's entries for who goes from the tip downwards, one question at a time; an entry that cannot even be
 * read counts as missing.
 */
export class StoredEntries {
  private readonly page = new Map<number, HeaderEntry>();
  private from = 0;
  private to = -1;

  constructor(private readonly store: Pick<ChainStore, 'entryAt' | 'entriesFrom'>) {}

  /** The greatest height that the best chain has; −1 when it is empty. */
  async top(): Promise<number> {
    let low = -1;
    let high = 1;
    while (await this.reaches(high)) {
      low = high;
      high *= 2;
    }
    // The best chain reaches `low` (or nothing is known) and does not reach `high`.
    while (high - low > 1) {
      const middle = low + Math.floor((high - low) / 2);
      if (await this.reaches(middle)) low = middle;
      else high = middle;
    }
    return low;
  }

  async at(height: number): Promise<HeaderEntry | undefined> {
    if (height < 0) return undefined;
    if (height < this.from || height > this.to) await this.turnTo(height);
    return this.page.get(height);
  }

  /** Takes the page that ends with this height. */
  private async turnTo(height: number): Promise<void> {
    this.page.clear();
    this.to = height;
    this.from = Math.max(0, height - PAGE_HEIGHTS + 1);
    for (const entry of await this.read(this.from, this.to)) this.page.set(entry.height, entry);
  }

  private async read(from: number, to: number): Promise<HeaderEntry[]> {
    try {
      return (await this.store.entriesFrom(from, to - from + 1)).filter(({ height }) => height <= to);
    } catch (error) {
      if (!(error instanceof InvariantError)) throw error;
      if (from === to) return [];
      const middle = from + Math.floor((to - from) / 2);
      return [...(await this.read(from, middle)), ...(await this.read(middle + 1, to))];
    }
  }

  private async reaches(height: number): Promise<boolean> {
    try {
      return (await this.store.entriesFrom(height, 1)).length > 0;
    } catch (error) {
      if (error instanceof InvariantError) return true;
      throw error;
    }
  }
}
