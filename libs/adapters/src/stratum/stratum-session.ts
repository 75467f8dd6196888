import type { Socket } from 'node:net';
import type { Log } from '#domain/primitives/log.port';
import type { StratumConnection } from '#domain/stratum/stratum-connection';
import type { StratumPool } from '#domain/stratum/stratum-pool';
import { LineSplitter } from './line-splitter.ts';
import { refusalLine } from './stratum-answer.ts';
import {
  AUTHORISE_TIMEOUT_MS,
  IDLE_TIMEOUT_MS,
  MAX_LINE_BYTES,
  MAX_LINES_AT_ONCE,
  MAX_LINES_PER_SECOND,
  MAX_MALFORMED_LINES,
  MAX_UNREAD_BYTES,
  MAX_WAITING_LINES,
} from './stratum-limits.ts';
import { answerRequest } from './stratum-methods.ts';
import { notifyLine, setDifficultyLine } from './stratum-notices.ts';
import { readRequest } from './stratum-request.ts';
import { TokenBucket } from './token-bucket.ts';

/** How long a miner may take over things; shorter in tests. */
export interface StratumTimeouts {
  readonly authoriseMs: number;
  readonly idleMs: number;
}

export const STRATUM_TIMEOUTS: StratumTimeouts = { authoriseMs: AUTHORISE_TIMEOUT_MS, idleMs: IDLE_TIMEOUT_MS };

/** One miner's socket: lines in, one after another and not too many; answers and jobs out, as long as it reads them. */
export class StratumSession {
  readonly address: string;
  private readonly connection: StratumConnection;
  private readonly splitter = new LineSplitter(MAX_LINE_BYTES);
  private readonly bucket = new TokenBucket(MAX_LINES_PER_SECOND, MAX_LINES_AT_ONCE, performance.now());
  private waiting: string[] = [];
  private working = false;
  private malformed = 0;
  private timer: NodeJS.Timeout;

  constructor(
    private readonly socket: Socket,
    pool: StratumPool,
    private readonly log: Log,
    private readonly timeouts: StratumTimeouts,
    onClose: (session: StratumSession) => void,
  ) {
    this.address = socket.remoteAddress ?? '';
    this.connection = pool.connect({
      setDifficulty: (difficulty) => this.write(setDifficultyLine(difficulty)),
      notify: (job, clean) => this.write(notifyLine(job, clean)),
    });
    this.timer = setTimeout(() => this.end('not authorised in time'), timeouts.authoriseMs);
    socket.on('data', (bytes) => this.receive(bytes as Uint8Array));
    socket.on('error', () => socket.destroy());
    // A miner that says it has finished is not kept by half.
    socket.once('end', () => socket.destroy());
    socket.once('close', () => {
      clearTimeout(this.timer);
      this.waiting = [];
      pool.disconnect(this.connection);
      onClose(this);
    });
    socket.setNoDelay(true);
    socket.resume();
  }

  get isAuthorised(): boolean {
    return this.connection.isAuthorised;
  }

  end(reason: string): void {
    if (this.socket.destroyed) return;
    this.log.debug('a Stratum connection is closed', { address: this.address, reason });
    this.socket.destroy();
  }

  private receive(bytes: Uint8Array): void {
    const lines = this.splitter.push(bytes);
    // One packet can hold thousands of lines: nobody who mines has so many to hand in.
    if (lines === undefined) this.end('a line is too long');
    else if (this.waiting.length + lines.length > MAX_WAITING_LINES) this.end('too many lines at once');
    else this.waiting.push(...lines);
    if (!this.working && !this.socket.destroyed) void this.work();
  }

  /** Answers what waits, in order; the socket rests meanwhile, so that a flood waits at its sender. */
  private async work(): Promise<void> {
    this.working = true;
    this.socket.pause();
    try {
      for (let line = this.waiting.shift(); line !== undefined; line = this.waiting.shift()) {
        const waitMs = this.bucket.take(performance.now());
        if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs).unref());
        if (this.socket.destroyed) return;
        if (line.trim() !== '') await this.answer(line);
      }
    } catch (error) {
      this.log.error('a Stratum request failed', { error: String(error) });
      this.socket.destroy();
    } finally {
      this.working = false;
      this.socket.resume();
    }
  }

  private async answer(line: string): Promise<void> {
    const request = readRequest(line);
    if (!request.ok) {
      this.write(refusalLine(request.id, request.refusal));
      if (++this.malformed >= MAX_MALFORMED_LINES) this.end('it speaks another protocol');
      return;
    }
    const { line: answer, afterwards } = await answerRequest(this.connection, request.value);
    this.write(answer);
    afterwards?.();
    if (!this.isAuthorised) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.end('idle'), this.timeouts.idleMs);
  }

  private write(line: string): void {
    if (this.socket.destroyed) return;
    this.socket.write(`${line}\n`);
    if (this.socket.writableLength > MAX_UNREAD_BYTES) this.end('it does not read');
  }
}
