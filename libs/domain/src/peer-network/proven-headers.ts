import type { Header } from '../block/header.ts';
import { BoundedCache } from '../primitives/bounded-cache.ts';
import type { Hash } from '../primitives/hash.ts';

/** One for each page of 2,000 headers: twenty million of them, thirty-eight years of mainnet, in about a megabyte. */
const MAX_PROVEN_PAGES = 10_000;

/** Headers at the ends of pages of chains that claim enough work, judged and not stored: those may be stored now. */
export class ProvenHeaders {
  private readonly ends = new BoundedCache<Hash, true>(MAX_PROVEN_PAGES);

  get capacity(): number {
    return this.ends.capacity;
  }

  learn(ends: readonly Hash[]): void {
    for (const end of ends) this.ends.set(end, true);
  }

  /** Where the last proven header of these stands; −1 if there is none. */
  lastIn(headers: readonly Header[]): number {
    return headers.findLastIndex(({ hash }) => this.ends.has(hash));
  }
}
