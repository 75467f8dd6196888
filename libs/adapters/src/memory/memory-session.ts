import type { Endpoint } from '#domain/peer-network/endpoint';
import type {
  OneWayCommand,
  OneWayMessages,
  RequestCommand,
  RequestOf,
  ResponseOf,
} from '#domain/peer-network/messages';
import type { PeerId } from '#domain/peer-network/peer-id';
import type { Direction, RequestRefusal, Session, SessionHandlers } from '#domain/peer-network/transport.port';
import type { Clock } from '#domain/primitives/clock.port';
import { type Result, refused } from '#domain/primitives/result';

export interface MemorySessionFacts {
  readonly peerId: PeerId;
  readonly identityKey: Uint8Array;
  readonly direction: Direction;
  readonly remote: Endpoint;
  readonly localHost: string;
  readonly handshakeHash: Uint8Array;
}

type Answer<C extends RequestCommand> = Result<ResponseOf<C>, RequestRefusal>;

/** One end of a session in memory. What is said arrives at the other end when the line lets it. */
export class MemorySession implements Session {
  readonly bytesIn = 0;
  readonly bytesOut = 0;
  private other: MemorySession | undefined;
  private delayMs: () => number | undefined = () => 0;
  private endedBecause: string | undefined;
  private readonly waiting = new Set<(refusal: RequestRefusal) => void>();

  constructor(
    private readonly facts: MemorySessionFacts,
    private readonly handlers: SessionHandlers,
    private readonly clock: Clock,
    private readonly ended: () => void,
  ) {}

  get peerId(): PeerId {
    return this.facts.peerId;
  }

  get identityKey(): Uint8Array {
    return this.facts.identityKey;
  }

  get direction(): Direction {
    return this.facts.direction;
  }

  get remote(): Endpoint {
    return this.facts.remote;
  }

  get localHost(): string {
    return this.facts.localHost;
  }

  get handshakeHash(): Uint8Array {
    return this.facts.handshakeHash;
  }

  get closed(): boolean {
    return this.endedBecause !== undefined;
  }

  connect(other: MemorySession, delayMs: () => number | undefined): void {
    this.other = other;
    this.delayMs = delayMs;
  }

  request<C extends RequestCommand>(command: C, request: RequestOf<C>, timeoutMs: number): Promise<Answer<C>> {
    return new Promise((resolve) => {
      const settle = (answer: Answer<C>): void => {
        timer.cancel();
        this.waiting.delete(fail);
        resolve(answer);
      };
      const fail = (refusal: RequestRefusal): void => settle(refused(refusal));
      const timer = this.clock.setTimer(timeoutMs, () => fail({ code: 'request-timeout', command, timeoutMs }));
      if (this.endedBecause !== undefined) {
        fail({ code: 'session-closed', reason: this.endedBecause });
        return;
      }
      this.waiting.add(fail);
      this.carry((other) => {
        void other.handlers.request(other, command, request).then((answer) => {
          other.carry(() => {
            settle(answer.ok ? answer : refused({ code: 'request-refused', command, reason: answer.refusal.code }));
          });
        });
      });
    });
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
    this.endedBecause = reason;
    this.ended();
    for (const fail of [...this.waiting]) fail({ code: 'session-closed', reason });
    this.handlers.closed(this, reason);
  }
}
