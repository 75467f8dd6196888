import { closeSync, copyFileSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/** Two files of this size for each program: days of logs, and never a full disk. */
const MAX_LOG_BYTES = 16 * 1024 * 1024;
const CHECK_INTERVAL_MS = 30_000;
/** Enough for the last few JSON lines. */
const TAIL_BYTES = 8 * 1024;
const MAX_TAIL_LINES = 8;

/**
 * A file that a program writes its log to, directly, so that its last words are there whatever happens to whoever
 * started it. When it grows past 16 MiB its content moves to `NAME.1`, if the disk has room, and it starts again.
 */
export class LogFile {
  /** For the program's standard output and error. */
  readonly descriptor: number;
  readonly #path: string;
  readonly #timer: NodeJS.Timeout;

  constructor(path: string) {
    this.#path = path;
    mkdirSync(dirname(path), { recursive: true });
    // Appending, so that the program goes on at the new end after the file was cut.
    this.descriptor = openSync(path, 'a', 0o600);
    this.#cutWhenLarge();
    this.#timer = setInterval(() => this.#cutWhenLarge(), CHECK_INTERVAL_MS).unref();
  }

  /** The last few lines. */
  lastLines(): string[] {
    let readable: number;
    try {
      readable = openSync(this.#path, 'r');
    } catch {
      // Somebody removed it: its program's words are gone, and the others run on.
      return [];
    }
    try {
      const size = fstatSync(readable).size;
      const buffer = Buffer.alloc(Math.min(TAIL_BYTES, size));
      readSync(readable, buffer, 0, buffer.length, size - buffer.length);
      return buffer.toString('utf8').trimEnd().split('\n').slice(-MAX_TAIL_LINES);
    } finally {
      closeSync(readable);
    }
  }

  close(): void {
    clearInterval(this.#timer);
    closeSync(this.descriptor);
  }

  #cutWhenLarge(): void {
    if (fstatSync(this.descriptor).size <= MAX_LOG_BYTES) return;
    try {
      copyFileSync(this.#path, `${this.#path}.1`);
    } catch {
      // The disk has no room for it: a network that runs on is worth more than its old logs.
      rmSync(`${this.#path}.1`, { force: true, recursive: true });
    }
    ftruncateSync(this.descriptor);
  }
}
