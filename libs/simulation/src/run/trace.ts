import { createHash } from 'node:crypto';

/** Notable lines that are kept: those that led to what went wrong. */
const MAX_KEPT_LINES = 400;
/** Text that is hashed at once. */
const CHUNK_CHARACTERS = 65_536;

/** Everything that happened in a run, as a digest that two runs of one seed share, and the notable part as lines. */
export class Trace {
  private readonly hash = createHash('sha256');
  private pending = '';
  private kept: string[] = [];

  constructor(
    private readonly startMs: number,
    /** Gets every notable line as it happens. */
    private readonly listener: ((line: string) => void) | undefined,
  ) {}

  /** Something that a reader of the trace should see. */
  note(atMs: number, who: string, what: string): void {
    const line = `${((atMs - this.startMs) / 1000).toFixed(3).padStart(9)} s  ${who.padEnd(10)} ${what}`;
    this.add(line);
    this.listener?.(line);
    this.kept.push(line);
    if (this.kept.length > 2 * MAX_KEPT_LINES) this.kept = this.kept.slice(-MAX_KEPT_LINES);
  }

  /** A message that arrived: part of the digest alone. */
  message(atMs: number, from: string, to: string, name: string, bytes: number): void {
    this.add(`${atMs} ${from} ${to} ${name} ${bytes}`);
  }

  /** The latest notable lines. */
  lines(count: number = MAX_KEPT_LINES): string[] {
    return this.kept.slice(-count);
  }

  /** SHA-256 of everything so far; nothing may be added afterwards. */
  digest(): string {
    this.hash.update(this.pending);
    this.pending = '';
    return this.hash.digest('hex');
  }

  private add(line: string): void {
    this.pending += `${line}\n`;
    if (this.pending.length < CHUNK_CHARACTERS) return;
    this.hash.update(this.pending);
    this.pending = '';
  }
}
