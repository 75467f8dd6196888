import type { RequestCommand } from '#domain/peer-network/messages';
import type { RequestRefusal } from '#domain/peer-network/transport.port';
import type { Cancellation } from '#domain/primitives/cancellation';
import { type Result, refused } from '#domain/primitives/result';
import { MAX_OUTSTANDING_REQUESTS } from './session-limits.ts';

export type RequestOutcome = Result<unknown, RequestRefusal>;

interface Waiting {
  readonly command: RequestCommand;
  readonly settled: (outcome: RequestOutcome) => void;
}

const MAX_CORRELATION = 0xffff_ffff;

/** What a session has asked and not yet heard about, by correlation. Each is settled exactly once. */
export class OutstandingRequests {
  private readonly waiting = new Map<number, Waiting>();
  private lastCorrelation = 0;

  get size(): number {
    return this.waiting.size;
  }

  get isFull(): boolean {
    return this.waiting.size >= MAX_OUTSTANDING_REQUESTS;
  }

  /** Begins to wait, at most `timeoutMs`. `send` gets the correlation that the answer will carry. */
  add(
    command: RequestCommand,
    timeoutMs: number,
    send: (correlation: number) => void,
    cancellation?: Cancellation,
  ): Promise<RequestOutcome> {
    const correlation = this.freeCorrelation();
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.settle(correlation, refused({ code: 'request-timeout', command, timeoutMs }));
      }, timeoutMs);
      const cancel = (): void => this.settle(correlation, refused({ code: 'request-cancelled', command }));
      cancellation?.addEventListener('abort', cancel, { once: true });
      const settled = (outcome: RequestOutcome): void => {
        clearTimeout(timer);
        cancellation?.removeEventListener('abort', cancel);
        resolve(outcome);
      };
      this.waiting.set(correlation, { command, settled });
      send(correlation);
    });
  }

  /** What was asked under this correlation; undefined when nothing waits for it (any more). */
  commandOf(correlation: number): RequestCommand | undefined {
    return this.waiting.get(correlation)?.command;
  }

  settle(correlation: number, outcome: RequestOutcome): void {
    const waiting = this.waiting.get(correlation);
    if (waiting === undefined) return;
    this.waiting.delete(correlation);
    waiting.settled(outcome);
  }

  /** The session ended: nobody will answer. */
  abandon(reason: string): void {
    for (const correlation of [...this.waiting.keys()]) {
      this.settle(correlation, refused({ code: 'session-closed', reason }));
    }
  }

  // 0 stands in one-way frames; after 2^32 requests the numbers come round.
  private freeCorrelation(): number {
    do {
      this.lastCorrelation = this.lastCorrelation >= MAX_CORRELATION ? 1 : this.lastCorrelation + 1;
    } while (this.waiting.has(this.lastCorrelation));
    return this.lastCorrelation;
  }
}
