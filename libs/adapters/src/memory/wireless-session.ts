import type { Endpoint } from '#domain/peer-network/endpoint';
import type {
  OneWayCommand,
  OneWayMessages,
  RequestCommand,
  RequestOf,
  ResponseOf,
} from '#domain/peer-network/messages';
import type { PeerId } from '#domain/peer-network/peer-id';
import type { Direction, RequestRefusal, Session } from '#domain/peer-network/transport.port';
import type { Cancellation } from '#domain/primitives/cancellation';
import type { Clock } from '#domain/primitives/clock.port';
import { type Result, refused } from '#domain/primitives/result';

export interface WirelessSessionFacts {
  readonly peerId: PeerId;
  readonly identityKey: Uint8Array;
  readonly direction: Direction;
  readonly remote: Endpoint;
  readonly localHost: string;
  readonly handshakeHash: Uint8Array;
}

/** What comes of a request. */
export type Answer<C extends RequestCommand> = Result<ResponseOf<C>, RequestRefusal>;

/**
 * One end of a session that has no wire: who is at the other end, and which requests wait for its answer. How words
 * get there is told by the classes that extend it.
 */
export abstract class WirelessSession implements Session {
  abstract readonly bytesIn: number;
  abstract readonly bytesOut: number;
  private endedBecause: string | undefined;
  private readonly waiting = new Set<(refusal: RequestRefusal) => void>();

  /** @param maxOutstandingRequests what it may have asked and not yet heard about */
  constructor(
    private readonly facts: WirelessSessionFacts,
    private readonly timers: Clock,
    private readonly maxOutstandingRequests: number,
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

  request<C extends RequestCommand>(
    command: C,
    request: RequestOf<C>,
    timeoutMs: number,
    cancellation?: Cancellation,
  ): Promise<Answer<C>> {
    if (cancellation?.aborted === true) return Promise.resolve(refused({ code: 'request-cancelled', command }));
    if (this.endedBecause !== undefined) {
      return Promise.resolve(refused({ code: 'session-closed', reason: this.endedBecause }));
    }
    const outstanding = this.waiting.size;
    if (outstanding >= this.maxOutstandingRequests) {
      return Promise.resolve(refused({ code: 'session-overloaded', outstanding }));
    }
    return new Promise((resolve) => {
      const settle = (answer: Answer<C>): void => {
        timer.cancel();
        cancellation?.removeEventListener('abort', cancel);
        if (this.waiting.delete(fail)) resolve(answer);
      };
      const fail = (refusal: RequestRefusal): void => settle(refused(refusal));
      const timer = this.timers.setTimer(timeoutMs, () => fail({ code: 'request-timeout', command, timeoutMs }));
      const cancel = (): void => fail({ code: 'request-cancelled', command });
      cancellation?.addEventListener('abort', cancel, { once: true });
      this.waiting.add(fail);
      this.ask(command, request, settle);
    });
  }

  abstract send<C extends OneWayCommand>(command: C, message: OneWayMessages[C]): void;

  abstract disconnect(code: string): void;

  /** Carries a request to the other end; `settle` takes its answer, whenever that comes and how often. */
  protected abstract ask<C extends RequestCommand>(
    command: C,
    request: RequestOf<C>,
    settle: (answer: Answer<C>) => void,
  ): void;

  /** From now on it is closed. Nobody is told. */
  protected close(reason: string): void {
    this.endedBecause ??= reason;
  }

  /** Nobody will answer what waits. */
  protected failRequests(reason: string): void {
    for (const fail of [...this.waiting]) fail({ code: 'session-closed', reason });
  }
}
