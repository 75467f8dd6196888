import { type Database, plainBytes } from './database.ts';
import { entriesFromBytes, entriesToBytes, entryOrderBytes } from './place-entry.ts';

/** A sorted run of the index. */
export interface PlaceRun {
  readonly id: number;
  readonly level: number;
  readonly lastHeight: number;
  /** The run that its entries are moving to; undefined while it rests. */
  readonly mergedInto: number | undefined;
}

export interface PlaceChunk {
  readonly id: number;
  readonly first: Uint8Array;
  readonly entries: Uint32Array;
}

interface RunRow {
  readonly id: number;
  readonly level: number;
  readonly lastHeight: number;
  readonly mergedInto: number | null;
}

interface ChunkRow {
  readonly id: number;
  readonly first: Uint8Array;
  readonly entries: Uint8Array;
}

const CHUNK = 'SELECT id, first, entries FROM place_chunk WHERE run = ?';

/** The tables of the place index: runs, and their chunks. */
export class PlaceRuns {
  private readonly statements;

  constructor(database: Database) {
    this.statements = {
      runs: database.prepare('SELECT id, level, last_height AS lastHeight, merged_into AS mergedInto FROM place_run'),
      addRun: database.prepare('INSERT INTO place_run (id, level, last_height, merged_into) VALUES (?, ?, ?, NULL)'),
      removeRun: database.prepare('DELETE FROM place_run WHERE id = ?'),
      mergeInto: database.prepare('UPDATE place_run SET merged_into = ? WHERE id = ?'),
      addChunk: database.prepare('INSERT INTO place_chunk (run, first, entries) VALUES (?, ?, ?)'),
      removeChunk: database.prepare('DELETE FROM place_chunk WHERE id = ?'),
      removeChunks: database.prepare('DELETE FROM place_chunk WHERE run = ?'),
      firstChunk: database.prepare(`${CHUNK} ORDER BY first LIMIT 1`),
      nextChunk: database.prepare(`${CHUNK} AND first > ? ORDER BY first LIMIT 1`),
      previousChunk: database.prepare(`${CHUNK} AND first < ? ORDER BY first DESC LIMIT 1`),
      lastChunk: database.prepare(`${CHUNK} ORDER BY first DESC LIMIT 1`),
      clear: ['place_run', 'place_chunk'].map((table) => database.prepare(`DELETE FROM ${table}`)),
    };
  }

  all(): PlaceRun[] {
    return (this.statements.runs.all() as RunRow[]).map((row) => ({ ...row, mergedInto: row.mergedInto ?? undefined }));
  }

  addRun(run: PlaceRun): void {
    this.statements.addRun.run(run.id, run.level, run.lastHeight);
  }

  /** Removes a run and what is left of its chunks. */
  removeRun(id: number): void {
    this.statements.removeChunks.run(id);
    this.statements.removeRun.run(id);
  }

  clear(): void {
    for (const statement of this.statements.clear) statement.run();
  }

  markMerging(id: number, into: number): void {
    this.statements.mergeInto.run(into, id);
  }

  addChunk(run: number, entries: Uint32Array): void {
    this.statements.addChunk.run(run, entryOrderBytes(entries, 0), entriesToBytes(entries));
  }

  removeChunk(id: number): void {
    this.statements.removeChunk.run(id);
  }

  firstChunk(run: number): PlaceChunk | undefined {
    return chunkOf(this.statements.firstChunk.get(run));
  }

  /** The chunk after the one that begins with `first`. */
  nextChunk(run: number, first: Uint8Array): PlaceChunk | undefined {
    return chunkOf(this.statements.nextChunk.get(run, first));
  }

  /** The last chunk that begins before `bound`. */
  previousChunk(run: number, bound: Uint8Array): PlaceChunk | undefined {
    return chunkOf(this.statements.previousChunk.get(run, bound));
  }

  lastChunk(run: number): PlaceChunk | undefined {
    return chunkOf(this.statements.lastChunk.get(run));
  }
}

function chunkOf(row: unknown): PlaceChunk | undefined {
  if (row === undefined) return undefined;
  const { id, first, entries } = row as ChunkRow;
  return { id, first, entries: entriesFromBytes(plainBytes(entries)) };
}
