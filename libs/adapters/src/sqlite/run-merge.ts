import { compareEntries, ENTRY_WORDS, lowerBound } from './place-entry.ts';
import type { PlaceChunk, PlaceRun, PlaceRuns } from './place-runs.ts';

/** 32 KiB: read in some ten microseconds for a lookup, and few enough rows for millions of blocks. */
export const CHUNK_ENTRIES = 2048;

/** Where a merge stands in one of its sources. */
interface Cursor {
  readonly run: number;
  chunk: PlaceChunk;
  /** In words. */
  position: number;
  /** The first word of the entry there: it almost always decides which cursor is next. */
  head: number;
}

/**
 * Merges sorted runs into one, a bounded piece at a time. Progress is what the target holds: a chunk of a source is
 * removed only after all of its entries are in chunks of the target, so that a merge goes on after a restart, and a
 * lookup that asks both sources and target misses nothing at any moment.
 */
export class RunMerge {
  private readonly buffer = new Uint32Array(CHUNK_ENTRIES * ENTRY_WORDS);
  private buffered = 0;
  private readonly cursors: Cursor[] = [];
  private readonly consumed: number[] = [];
  private readonly latest = new Uint32Array(ENTRY_WORDS);
  private begun = false;

  constructor(
    private readonly runs: PlaceRuns,
    readonly sources: readonly PlaceRun[],
    readonly target: PlaceRun,
  ) {
    const written = runs.lastChunk(target.id)?.entries;
    if (written !== undefined) {
      this.latest.set(written.subarray(written.length - ENTRY_WORDS));
      this.begun = true;
    }
    for (const { id } of sources) this.open(id);
  }

  /** True when every entry is in the target: the sources can go. */
  get done(): boolean {
    return this.cursors.length === 0 && this.buffered === 0;
  }

  /** Merges about this many entries; gives how many it took. */
  step(entries: number): number {
    let taken = 0;
    while (this.cursors.length > 0 && taken < entries) {
      this.take(this.smallest());
      taken++;
    }
    if (this.cursors.length === 0) this.writeChunk();
    return taken;
  }

  /** Starts a source after what the target holds already. */
  private open(run: number): void {
    let chunk = this.runs.firstChunk(run);
    while (chunk !== undefined) {
      const position = this.begun ? this.firstAfterLatest(chunk.entries) * ENTRY_WORDS : 0;
      if (position < chunk.entries.length) {
        this.cursors.push({ run, chunk, position, head: chunk.entries[position] as number });
        return;
      }
      this.consumed.push(chunk.id);
      chunk = this.runs.nextChunk(run, chunk.first);
    }
  }

  private firstAfterLatest(entries: Uint32Array): number {
    const position = lowerBound(entries, this.latest);
    const isLatest = position * ENTRY_WORDS < entries.length && compareEntries(entries, position, this.latest, 0) === 0;
    return isLatest ? position + 1 : position;
  }

  private smallest(): Cursor {
    let best = this.cursors[0] as Cursor;
    for (let i = 1; i < this.cursors.length; i++) {
      const cursor = this.cursors[i] as Cursor;
      if (cursor.head < best.head || (cursor.head === best.head && isBelow(cursor, best))) best = cursor;
    }
    return best;
  }

  /** Takes the cursor's entry over, unless it is the one taken before: a block that left and came back. */
  private take(cursor: Cursor): void {
    const { latest, buffer } = this;
    const { entries } = cursor.chunk;
    const from = cursor.position;
    if (!this.begun || compareEntries(entries, from / ENTRY_WORDS, latest, 0) !== 0) {
      const to = this.buffered * ENTRY_WORDS;
      for (let word = 0; word < ENTRY_WORDS; word++) {
        const value = entries[from + word] as number;
        latest[word] = value;
        buffer[to + word] = value;
      }
      this.buffered++;
      this.begun = true;
    }
    this.advance(cursor);
    if (this.buffered === CHUNK_ENTRIES) this.writeChunk();
  }

  private advance(cursor: Cursor): void {
    cursor.position += ENTRY_WORDS;
    // Not only once: a damaged chunk may be empty.
    while (cursor.position === cursor.chunk.entries.length) {
      this.consumed.push(cursor.chunk.id);
      const next = this.runs.nextChunk(cursor.run, cursor.chunk.first);
      if (next === undefined) {
        this.cursors.splice(this.cursors.indexOf(cursor), 1);
        return;
      }
      cursor.chunk = next;
      cursor.position = 0;
    }
    cursor.head = cursor.chunk.entries[cursor.position] as number;
  }

  private writeChunk(): void {
    if (this.buffered > 0) this.runs.addChunk(this.target.id, this.buffer.slice(0, this.buffered * ENTRY_WORDS));
    this.buffered = 0;
    for (const id of this.consumed.splice(0)) this.runs.removeChunk(id);
  }
}

function isBelow(left: Cursor, right: Cursor): boolean {
  const [i, j] = [left.position / ENTRY_WORDS, right.position / ENTRY_WORDS];
  return compareEntries(left.chunk.entries, i, right.chunk.entries, j) < 0;
}
