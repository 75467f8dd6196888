import { type Answer, WirelessSession, type WirelessSessionFacts } from '#adapters/memory/wireless-session';
import type { Endpoint } from '#domain/peer-network/endpoint';
import type { OneWayCommand, OneWayMessages, RequestCommand, RequestOf } from '#domain/peer-network/messages';
import type { SessionHandlers } from '#domain/peer-network/transport.port';
import type { Clock } from '#domain/primitives/clock.port';
import { invariant } from '#domain/primitives/invariant';
import { refused } from '#domain/primitives/result';
import { Line } from './line.ts';
import type { Lines } from './lines.ts';
import { messageBytes } from './message-bytes.ts';

/** As over TCP: what a session may have asked and not yet heard about. */
const MAX_OUTSTANDING_REQUESTS = 64;

export interface SimulatedSessionOptions {
  readonly network: Lines;
  /** Where this end is. */
  readonly place: Endpoint;
  /** The host of the other end. */
  readonly otherHost: string;
  readonly handlers: SessionHandlers;
  readonly clock: Clock;
  /** Hears every answer that this end gives. */
  readonly answered: (command: string, request: unknown, answer: unknown) => void;
  readonly ended: () => void;
}

/** One end of a session between two simulated places. */
export class SimulatedSession extends WirelessSession {
  bytesIn = 0;
  bytesOut = 0;
  private other: SimulatedSession | undefined;
  private readonly line: Line;

  constructor(
    facts: WirelessSessionFacts,
    private readonly options: SimulatedSessionOptions,
  ) {
    super(facts, options.clock, MAX_OUTSTANDING_REQUESTS);
    this.line = new Line(options.network, options.place.host, options.otherHost, () => this.drop());
    options.network.open(this.line);
  }

  connect(other: SimulatedSession): void {
    this.other = other;
  }

  send<C extends OneWayCommand>(command: C, message: OneWayMessages[C]): void {
    this.carry(command, message, true, (other) => other.options.handlers.oneWay(other, command, message));
  }

  disconnect(code: string): void {
    if (this.closed) return;
    this.carry('DISCONNECT', { code }, false, (other) => other.end(`closed-by-peer: ${code}`));
    this.end(code);
  }

  /** Breaks without a goodbye: this end knows at once, the other when it next hears nothing. */
  drop(): void {
    if (this.closed) return;
    const { other } = this;
    this.end('connection-lost');
    if (other !== undefined) this.options.network.time.after(1, () => other.end('connection-lost'));
  }

  /** The process ended: nobody here is told. */
  abandon(): void {
    this.close('killed');
    this.options.network.close(this.line);
  }

  protected ask<C extends RequestCommand>(
    command: C,
    request: RequestOf<C>,
    settle: (answer: Answer<C>) => void,
  ): void {
    this.carry(command, request, command !== 'PCONNECT', (other) => other.answer(command, request, settle));
  }

  private answer<C extends RequestCommand>(
    command: C,
    request: RequestOf<C>,
    settle: (answer: Answer<C>) => void,
  ): void {
    const { handlers, network, place } = this.options;
    handlers.request(this, command, request).then(
      (answer) => {
        if (answer.ok) this.options.answered(command, request, answer.value);
        const reply: Answer<C> = answer.ok
          ? answer
          : refused({ code: 'request-refused', command, reason: answer.refusal.code });
        const name = answer.ok ? answer.value.command : `error ${answer.refusal.code}`;
        this.carry(name, answer, false, () => settle(reply), true);
      },
      (error: unknown) => network.failed(place, command, error),
    );
  }

  private carry(
    name: string,
    message: unknown,
    mayComeTwice: boolean,
    deliver: (other: SimulatedSession) => void,
    mayBeOvertaken = false,
  ): void {
    const { other, line } = this;
    const { network } = this.options;
    invariant(other !== undefined, 'both ends of a session are connected');
    if (this.closed) return;
    const bytes = messageBytes(message);
    this.bytesOut += bytes;
    const arrive = () => {
      network.messages++;
      network.trace.message(network.time.nowMs, line.from, line.to, name, bytes);
      if (other.closed) {
        // Nobody holds the other end any more: the next thing said here learns of it.
        this.drop();
        return;
      }
      other.bytesIn += bytes;
      deliver(other);
    };
    const { duplicateRate } = network.conditions;
    const times = mayComeTwice && duplicateRate > 0 && network.stream.chance(duplicateRate) ? 2 : 1;
    for (let i = 0; i < times; i++) line.send({ bytes, mayBeOvertaken, deliver: arrive });
  }

  private end(reason: string): void {
    if (this.closed) return;
    this.close(reason);
    this.options.network.close(this.line);
    this.options.ended();
    this.failRequests(reason);
    this.options.handlers.closed(this, reason);
  }
}
