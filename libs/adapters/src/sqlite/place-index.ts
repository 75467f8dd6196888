import { invariant } from '#domain/primitives/invariant';
import type { Database } from './database.ts';
import { ENTRY_WORDS, type Place, type PlaceKey } from './place-entry.ts';
import { type PlaceRun, PlaceRuns } from './place-runs.ts';
import { searchPlaces } from './place-search.ts';
import { RunMerge } from './run-merge.ts';

/** How many runs become one. More would mean fewer levels to rewrite an entry through, and more runs to ask. */
const MERGED_RUNS = 16;
/** The newest runs of a level wait, so that a short reorganisation finds its blocks' own runs to remove. */
const RESTING_RUNS = 8;
/**
 * A write merges this many entries for each one it adds, plus a few. An entry is merged once on each level, and
 * eight levels of sixteen hold 2^32 blocks, so the work keeps up; most of the time there is less to do.
 */
const MERGED_PER_ADDED = 8;
const MERGED_PER_WRITE = 64;

/**
 * Where transactions and accounts appear in the best chain: a log-structured merge tree. A block's entries are
 * appended as one sorted run; sixteen runs merge into one of the next level, piece by piece, with the writes that
 * come after. So a write costs the same at any size, and a lookup asks a few runs of each of few levels.
 *
 * A place that it finds is a hint: the block of the best chain at that height has the last word. That settles keys
 * that begin alike, and blocks that left the best chain after their run was merged.
 */
export class PlaceIndex {
  private readonly tables: PlaceRuns;
  private runs = new Map<number, PlaceRun>();
  private merges = new Map<number, RunMerge>();
  private lastId = 0;

  constructor(database: Database) {
    this.tables = new PlaceRuns(database);
    this.reload();
  }

  /** Takes everything in memory from the file again. */
  reload(): void {
    this.runs = new Map(this.tables.all().map((run) => [run.id, run]));
    this.lastId = Math.max(0, ...this.runs.keys());
    this.merges = new Map();
    for (const target of this.runs.values()) {
      const sources = [...this.runs.values()].filter(({ mergedInto }) => mergedInto === target.id);
      if (sources.length > 0) this.merges.set(target.level - 1, new RunMerge(this.tables, sources, target));
    }
  }

  /** Adds the sorted entries of the block at a height. */
  add(height: number, entries: Uint32Array): void {
    if (entries.length === 0) return;
    const run = this.addRun(0, height);
    this.tables.addChunk(run.id, entries);
    this.merge(MERGED_PER_WRITE + (entries.length / ENTRY_WORDS) * MERGED_PER_ADDED);
  }

  /** Removes the entries of the block at a height, if they still are a run of their own. */
  remove(height: number): void {
    for (const run of this.runs.values()) {
      if (run.level !== 0 || run.lastHeight !== height || run.mergedInto !== undefined) continue;
      this.tables.removeRun(run.id);
      this.runs.delete(run.id);
    }
  }

  /** Removes everything. */
  clear(): void {
    this.tables.clear();
    this.reload();
  }

  /** The places where a key may stand, newest first, each once; those before `before` when given. */
  search(key: PlaceKey, before?: Place): Generator<Place> {
    return searchPlaces(this.tables, [...this.runs.values()], key, before);
  }

  private addRun(level: number, lastHeight: number): PlaceRun {
    const run: PlaceRun = { id: ++this.lastId, level, lastHeight, mergedInto: undefined };
    this.tables.addRun(run);
    this.runs.set(run.id, run);
    return run;
  }

  /** Spends the budget on the merges there are, lowest level first: those have the most runs to wait for them. */
  private merge(budget: number): void {
    let left = budget;
    const levels = Math.max(...[...this.runs.values()].map(({ level }) => level)) + 1;
    for (let level = 0; level < levels && left > 0; level++) {
      const merge = this.merges.get(level) ?? this.startMerge(level);
      if (merge === undefined) continue;
      left -= merge.step(left);
      if (merge.done) this.finish(level, merge);
    }
  }

  private startMerge(level: number): RunMerge | undefined {
    const targets = new Set([...this.merges.values()].map(({ target }) => target.id));
    const resting = [...this.runs.values()].filter((run) => run.level === level && !targets.has(run.id));
    if (resting.length < MERGED_RUNS + RESTING_RUNS) return undefined;
    const sources = resting.sort((left, right) => left.id - right.id).slice(0, MERGED_RUNS);
    const target = this.addRun(level + 1, Math.max(...sources.map(({ lastHeight }) => lastHeight)));
    const merging = sources.map((source) => {
      invariant(source.mergedInto === undefined, 'a run merges once');
      const run = { ...source, mergedInto: target.id };
      this.tables.markMerging(run.id, target.id);
      this.runs.set(run.id, run);
      return run;
    });
    const merge = new RunMerge(this.tables, merging, target);
    this.merges.set(level, merge);
    return merge;
  }

  private finish(level: number, { sources }: RunMerge): void {
    for (const { id } of sources) {
      this.tables.removeRun(id);
      this.runs.delete(id);
    }
    this.merges.delete(level);
  }
}
