import { sha256 } from '@noble/hashes/sha2.js';
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
import { accepted, type Result, refused } from '#domain/primitives/result';
import { testSigner } from '../memory-node.ts';

/** What the other end answers; `silence`: nothing, until the request times out. A refusal is its code. */
export type ScriptedAnswer<C extends RequestCommand> = ResponseOf<C> | 'silence' | { readonly refusal: string };

export type Script = {
  [C in RequestCommand]?: (request: RequestOf<C>) => ScriptedAnswer<C> | Promise<ScriptedAnswer<C>>;
};

export interface ScriptedSessionOptions {
  /** Of the identity at the other end. */
  readonly seed: number;
  readonly clock: Clock;
  readonly script?: Script;
  readonly direction?: Direction;
  readonly remote?: Endpoint;
}

/** A session whose other end is a few lines of a test: says what it was asked, and answers as it is told to. */
export class ScriptedSession implements Session {
  readonly peerId: PeerId;
  readonly identityKey: Uint8Array;
  readonly direction: Direction;
  readonly remote: Endpoint;
  readonly localHost = '10.9.255.255';
  readonly handshakeHash: Uint8Array;
  bytesIn = 0;
  bytesOut = 0;
  script: Script;
  /** Why it was closed. */
  closedBecause: string | undefined;
  /** Commands asked, in order. */
  readonly asked: RequestCommand[] = [];
  readonly sent: { readonly command: OneWayCommand; readonly message: OneWayMessages[OneWayCommand] }[] = [];
  /** Called when it closes. */
  onClose: (reason: string) => void = () => undefined;
  private readonly clock: Clock;
  private readonly waiting = new Set<(refusal: RequestRefusal) => void>();

  constructor({ seed, clock, script = {}, direction = 'outbound', remote }: ScriptedSessionOptions) {
    const { peerId, identityKey } = testSigner(seed);
    this.peerId = peerId;
    this.identityKey = identityKey;
    this.direction = direction;
    this.remote = remote ?? { host: `10.9.${seed >> 8}.${seed & 255}`, port: 9009 };
    this.handshakeHash = sha256(identityKey);
    this.clock = clock;
    this.script = script;
  }

  get closed(): boolean {
    return this.closedBecause !== undefined;
  }

  /** How often a command was asked. */
  count(command: RequestCommand): number {
    return this.asked.filter((each) => each === command).length;
  }

  async request<C extends RequestCommand>(
    command: C,
    request: RequestOf<C>,
    timeoutMs: number,
    cancellation?: Cancellation,
  ): Promise<Result<ResponseOf<C>, RequestRefusal>> {
    if (cancellation?.aborted === true) return refused({ code: 'request-cancelled', command });
    if (this.closedBecause !== undefined) return refused({ code: 'session-closed', reason: this.closedBecause });
    this.asked.push(command);
    const answer = this.script[command] as ((request: RequestOf<C>) => ScriptedAnswer<C>) | undefined;
    return new Promise((resolve) => {
      const fail = (refusal: RequestRefusal): void => {
        this.waiting.delete(fail);
        timer.cancel();
        resolve(refused(refusal));
      };
      const timer = this.clock.setTimer(timeoutMs, () => fail({ code: 'request-timeout', command, timeoutMs }));
      cancellation?.addEventListener('abort', () => fail({ code: 'request-cancelled', command }));
      this.waiting.add(fail);
      void Promise.resolve(answer === undefined ? { refusal: 'not-served' } : answer(request)).then((said) => {
        if (said === 'silence' || !this.waiting.has(fail)) return;
        if ('refusal' in said) {
          fail({ code: 'request-refused', command, reason: said.refusal });
          return;
        }
        this.waiting.delete(fail);
        timer.cancel();
        resolve(accepted(said));
      });
    });
  }

  send<C extends OneWayCommand>(command: C, message: OneWayMessages[C]): void {
    if (!this.closed) this.sent.push({ command, message });
  }

  disconnect(code: string): void {
    if (this.closedBecause !== undefined) return;
    this.closedBecause = code;
    for (const fail of [...this.waiting]) fail({ code: 'session-closed', reason: code });
    this.onClose(code);
  }
}
