import type { OneWayCommand, OneWayMessages, RequestCommand, RequestOf } from '#domain/peer-network/messages';
import type { SessionHandlers } from '#domain/peer-network/transport.port';
import type { Clock } from '#domain/primitives/clock.port';
import { refused } from '#domain/primitives/result';
import { type Answer, WirelessSession, type WirelessSessionFacts } from './wireless-session.ts';

/** One end of a session in memory. What is said arrives at the other end when the line lets it. */
export class MemorySession extends WirelessSession {
  readonly bytesIn = 0;
  readonly bytesOut = 0;
  private other: MemorySession | undefined;
  private delayMs: () => number | undefined = () => 0;

  constructor(
    facts: WirelessSessionFacts,
    private readonly handlers: SessionHandlers,
    private readonly clock: Clock,
    private readonly ended: () => void,
  ) {
    // Tests ask a tracker more at once than a socket would carry.
    super(facts, clock, Number.POSITIVE_INFINITY);
  }

  connect(other: MemorySession, delayMs: () => number | undefined): void {
    this.other = other;
    this.delayMs = delayMs;
  }

  send<C extends OneWayCommand>(command: C, message: OneWayMessages[C]): void {
    this.carry((other) => other.handlers.oneWay(other, command, message));
  }

  disconnect(code: string): void {
    this.carry((other) => other.end(`closed-by-peer: ${code}`));
    this.end(code);
  }

  /** Ends both ends without a goodbye. */
  drop(): void {
    const { other } = this;
    this.end('connection-lost');
    other?.end('connection-lost');
  }

  protected ask<C extends RequestCommand>(
    command: C,
    request: RequestOf<C>,
    settle: (answer: Answer<C>) => void,
  ): void {
    this.carry((other) => {
      void other.handlers.request(other, command, request).then((answer) => {
        other.carry(() => {
          settle(answer.ok ? answer : refused({ code: 'request-refused', command, reason: answer.refusal.code }));
        });
      });
    });
  }

  private carry(deliver: (other: MemorySession) => void): void {
    const { other } = this;
    const waitMs = this.delayMs();
    if (other === undefined || this.closed || waitMs === undefined) return;
    this.clock.setTimer(waitMs, () => {
      if (!other.closed) deliver(other);
    });
  }

  private end(reason: string): void {
    if (this.closed) return;
    this.close(reason);
    this.ended();
    this.failRequests(reason);
    this.handlers.closed(this, reason);
  }
}
