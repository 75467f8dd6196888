import type { Header } from '../block/header.ts';
import { BoundedCache } from '../primitives/bounded-cache.ts';
import type { Hash } from '../primitives/hash.ts';
import type { HeaderSegment } from './header-source.ts';

/** One for each page of 2,000 headers: twenty million of them, thirty-eight years of mainnet, in about a megabyte. */
const MAX_PROVEN_PAGES = 10_000;

/**
 * Headers at the ends of pages of chains that claim enough work, judged and not stored: those may be stored now. In
 * their order they are the skeleton of a chain, which several peers can fill at the same time.
 */
export class ProvenHeaders {
  /** Each end with the next one of its chain; undefined: it is the last. */
  private readonly ends = new BoundedCache<Hash, { readonly next: Hash | undefined }>(MAX_PROVEN_PAGES);
  /** Ends of pages of the chains that are being judged now. */
  private readonly judged = new Set<Hash>();

  get capacity(): number {
    return this.ends.capacity;
  }

  /** The ends of all pages of a chain, in order. */
  learn(ends: readonly Hash[]): void {
    for (const [index, end] of ends.entries()) this.ends.set(end, { next: ends[index + 1] });
  }

  /** Where the last proven header of these stands; −1 if there is none. */
  lastIn(headers: readonly Header[]): number {
    return headers.findLastIndex(({ hash }) => this.ends.has(hash));
  }

  /** The next pages of the skeleton after a proven end, `count` at most. */
  segmentsAfter(end: Hash, count: number): HeaderSegment[] {
    const segments: HeaderSegment[] = [];
    let after = end;
    for (let next = this.ends.get(after)?.next; next !== undefined && segments.length < count; ) {
      segments.push({ after, end: next });
      after = next;
      next = this.ends.get(after)?.next;
    }
    return segments;
  }

  /** A chain is being judged, and one of its pages ends here. */
  beginJudging(end: Hash): void {
    this.judged.add(end);
  }

  endJudging(ends: readonly Hash[]): void {
    for (const end of ends) this.judged.delete(end);
  }

  /** Whether a chain with this page is being judged already: there is no use in judging it twice at a time. */
  isJudged(end: Hash): boolean {
    return this.judged.has(end);
  }
}
