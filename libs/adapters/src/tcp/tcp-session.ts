import { COMMANDS, type Command } from '#domain/peer-network/commands';
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
import type { Cancellation } from '#domain/primitives/cancellation';
import type { Log } from '#domain/primitives/log.port';
import { accepted, type Result, refused } from '#domain/primitives/result';
import type { MessageCodec } from '../wire/message-codec.ts';
import { codeCodec } from '../wire/plain.messages.ts';
import {
  commandOf,
  isOneWayCommand,
  isRequestCommand,
  ONE_WAY_CODECS,
  REQUEST_CODECS,
  RESPONSE_CODECS,
  RESPONSES,
} from '../wire/protocol.ts';
import { type Frame, FrameFlag } from './frame.ts';
import { goodbyeFrame } from './goodbye-frame.ts';
import { IncomingRequests } from './incoming-requests.ts';
import { OutstandingRequests } from './outstanding-requests.ts';
import { plainHost } from './plain-host.ts';
import type { SecureChannel } from './secure-channel.ts';
import { SessionInbox } from './session-inbox.ts';

/** What a session needs of the node it belongs to. */
export interface TcpSessionOptions {
  readonly handlers: SessionHandlers;
  readonly log: Log;
  /** Called once, after the handlers heard that the session ended. */
  readonly onEnd: () => void;
}

/**
 * A session over TCP: requests with their answers, and messages without, as frames on a secure channel. A peer that
 * breaks the format is told why and left; our own handlers' failures cost one answer.
 */
export class TcpSession implements Session {
  readonly remote: Endpoint;
  readonly localHost: string;
  readonly direction: Direction;
  private readonly outstanding = new OutstandingRequests();
  private readonly incoming: IncomingRequests;
  /** Requests and messages that wait for the end of this turn of the event loop. */
  private readonly inbox = new SessionInbox((delivery) => this.deliver(delivery));
  /** Why it ended or is about to, unless the channel knows better. */
  private endedBecause: string | undefined;

  constructor(
    private readonly channel: SecureChannel,
    private readonly options: TcpSessionOptions,
  ) {
    const { remoteAddress, localHost, role } = channel.facts;
    this.localHost = plainHost(localHost);
    this.remote = { host: plainHost(remoteAddress.host), port: remoteAddress.port };
    this.direction = role === 'initiator' ? 'outbound' : 'inbound';
    this.incoming = new IncomingRequests(channel, {
      answer: async (command, request) => options.handlers.request(this, command, request),
      later: (deliver) => this.inbox.later(deliver),
      log: options.log,
    });
  }

  get peerId(): PeerId {
    return this.channel.facts.remotePeerId;
  }

  get identityKey(): Uint8Array {
    return this.channel.facts.remoteIdentityKey;
  }

  get handshakeHash(): Uint8Array {
    return this.channel.facts.handshakeHash;
  }

  get closed(): boolean {
    return !this.channel.isOpen;
  }

  get bytesIn(): number {
    return this.channel.bytesIn;
  }

  get bytesOut(): number {
    return this.channel.bytesOut;
  }

  /** Tells the handlers that the session stands, then delivers what the peer says. Once. */
  start(): void {
    this.guard(() => this.options.handlers.opened(this));
    this.channel.start({
      onFrame: (frame) => this.take(frame),
      onClose: ({ code }) => this.end(this.endedBecause ?? code),
      goodbye: ({ code }) => goodbyeFrame(code),
    });
  }

  async request<C extends RequestCommand>(
    command: C,
    request: RequestOf<C>,
    timeoutMs: number,
    cancellation?: Cancellation,
  ): Promise<Result<ResponseOf<C>, RequestRefusal>> {
    if (cancellation?.aborted === true) return refused({ code: 'request-cancelled', command });
    if (this.closed) return refused({ code: 'session-closed', reason: this.endedBecause ?? 'closed-here' });
    if (this.outstanding.isFull) return refused({ code: 'session-overloaded', outstanding: this.outstanding.size });
    const payload = REQUEST_CODECS[command].encode(request);
    const send = (correlation: number): void => {
      this.channel.send({ command: COMMANDS[command], flags: FrameFlag.request, correlation, payload });
    };
    const outcome = await this.outstanding.add(command, timeoutMs, send, cancellation);
    return outcome as Result<ResponseOf<C>, RequestRefusal>;
  }

  send<C extends OneWayCommand>(command: C, message: OneWayMessages[C]): void {
    if (this.closed) return;
    const payload = ONE_WAY_CODECS[command].encode(message);
    this.channel.send({ command: COMMANDS[command], flags: FrameFlag.oneWay, correlation: 0, payload });
  }

  disconnect(code: string): void {
    void this.leave(code);
  }

  /** {@link disconnect}, and wait until the socket is gone (2 s at most). */
  leave(code: string): Promise<void> {
    if (this.closed) return this.channel.close();
    this.endedBecause = code;
    return this.channel.close(goodbyeFrame(code));
  }

  private take(frame: Frame): void {
    switch (frame.flags) {
      case FrameFlag.response:
        this.takeResponse(frame);
        break;
      case FrameFlag.error:
        this.takeError(frame);
        break;
      case FrameFlag.oneWay:
        this.takeOneWay(frame);
        break;
      default:
        this.takeRequest(frame);
    }
  }

  /** An answer that nobody waits for came too late: that is no fault. */
  private takeResponse({ command: number, correlation, payload }: Frame): void {
    const asked = this.outstanding.commandOf(correlation);
    if (asked === undefined) return;
    const command = commandOf(number);
    const allowed: readonly (Command | undefined)[] = RESPONSES[asked];
    if (command === undefined || !allowed.includes(command)) {
      this.refuseAnswer(correlation, asked, `the command ${number} does not answer it`);
      return;
    }
    const codecs = RESPONSE_CODECS as Readonly<Record<string, MessageCodec<object>>>;
    const decoded = (codecs[command] as MessageCodec<object>).decode(payload);
    if (decoded.ok) this.outstanding.settle(correlation, accepted({ command, ...decoded.value }));
    else this.refuseAnswer(correlation, asked, decoded.refusal.reason);
  }

  private takeError({ correlation, payload }: Frame): void {
    const command = this.outstanding.commandOf(correlation);
    if (command === undefined) return;
    const decoded = codeCodec.decode(payload);
    if (decoded.ok) {
      const reason = decoded.value.code;
      this.outstanding.settle(correlation, refused({ code: 'request-refused', command, reason }));
    } else {
      this.refuseAnswer(correlation, command, decoded.refusal.reason);
    }
  }

  private refuseAnswer(correlation: number, command: RequestCommand, reason: string): void {
    this.outstanding.settle(correlation, refused({ code: 'request-malformed-answer', command, reason }));
    this.leaveMalformed(command, reason);
  }

  private takeRequest(frame: Frame): void {
    const command = commandOf(frame.command);
    if (command === undefined || !isRequestCommand(command)) {
      const code = command === undefined ? 'command-unknown' : 'command-not-a-request';
      void this.incoming.refuseInTurn(frame, { code });
      return;
    }
    const decoded = (REQUEST_CODECS[command] as MessageCodec<RequestOf<typeof command>>).decode(frame.payload);
    if (decoded.ok) {
      this.incoming.take(frame, command, decoded.value);
    } else {
      this.incoming.refuse(frame, decoded.refusal);
      this.leaveMalformed(command, decoded.refusal.reason);
    }
  }

  /** Commands that we don't know, or that aren't said this way, may be those of a newer version. */
  private takeOneWay({ command: number, payload }: Frame): void {
    const command = commandOf(number);
    if (command === undefined || !isOneWayCommand(command)) return;
    const codec: MessageCodec<OneWayMessages[OneWayCommand]> = ONE_WAY_CODECS[command];
    const decoded = codec.decode(payload);
    if (!decoded.ok) {
      this.leaveMalformed(command, decoded.refusal.reason);
      return;
    }
    if (command === 'DISCONNECT') {
      this.endedBecause ??= `closed-by-peer: ${(decoded.value as OneWayMessages['DISCONNECT']).code}`;
      void this.channel.close();
      return;
    }
    this.inbox.later(() => this.options.handlers.oneWay<OneWayCommand>(this, command, decoded.value));
  }

  private leaveMalformed(command: Command, reason: string): void {
    this.options.log.warn('a peer sent a malformed message', { peer: this.peerId, command, reason });
    this.disconnect('message-malformed');
  }

  private deliver(delivery: () => void): boolean {
    if (this.closed) return false;
    this.guard(delivery);
    return true;
  }

  private end(reason: string): void {
    this.endedBecause = reason;
    this.outstanding.abandon(reason);
    this.guard(() => this.options.handlers.closed(this, reason));
    this.options.onEnd();
  }

  private guard(call: () => void): void {
    try {
      call();
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.options.log.error('a handler failed', { peer: this.peerId, error: text });
    }
  }
}
