import { writeSync } from 'node:fs';

/** Lines that wait for a reader who is slow: minutes of a log. Of more, the newest are lost. */
const MAX_WAITING_BYTES = 1_048_576;
/** How soon a pipe that was full is tried again. */
const RETRY_INTERVAL_MS = 100;

/**
 * Lines to an open file, each of them at once: a process that dies has said everything it had to say. Where they cannot
 * be written, as on a full disk, they are lost, and nothing else is: a node does not stop for its log.
 */
export class LineSink {
  private waiting: Buffer = Buffer.alloc(0);
  /** A line of which only the beginning was written: the next one must not go on in it. */
  private isTorn = false;
  private timer: NodeJS.Timeout | undefined;

  /** @param descriptor open for writing; it is not closed */
  constructor(private readonly descriptor: number) {}

  write(line: string): void {
    const bytes = Buffer.from(this.isTorn ? `\n${line}` : line);
    if (this.waiting.length + bytes.length > MAX_WAITING_BYTES) return;
    this.isTorn = false;
    this.waiting = this.waiting.length === 0 ? bytes : Buffer.concat([this.waiting, bytes]);
    if (this.timer === undefined) this.flush();
  }

  private flush(): void {
    this.timer = undefined;
    let written = 0;
    try {
      while (written < this.waiting.length) written += writeSync(this.descriptor, this.waiting, written);
      this.waiting = Buffer.alloc(0);
    } catch (error) {
      this.waiting = this.waiting.subarray(written);
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') {
        this.timer = setTimeout(() => this.flush(), RETRY_INTERVAL_MS).unref();
        return;
      }
      this.isTorn ||= written > 0;
      this.waiting = Buffer.alloc(0);
    }
  }
}
