import { COMMANDS } from '#domain/peer-network/commands';
import type { RequestCommand, RequestOf, ResponseOf } from '#domain/peer-network/messages';
import type { HandlerRefusal } from '#domain/peer-network/transport.port';
import type { Log } from '#domain/primitives/log.port';
import type { Result } from '#domain/primitives/result';
import type { MessageCodec } from '../wire/message-codec.ts';
import { codeCodec } from '../wire/plain.messages.ts';
import { RESPONSE_CODECS, RESPONSES } from '../wire/protocol.ts';
import { type Frame, FrameFlag } from './frame.ts';
import type { SecureChannel } from './secure-channel.ts';
import type { SessionRefusal } from './session.errors.ts';
import { MAX_LIGHT_ANSWER_BYTES, MAX_REQUEST_BYTES_IN_PROGRESS, MAX_REQUESTS_IN_PROGRESS } from './session-limits.ts';

type Answer = Result<ResponseOf<RequestCommand>, HandlerRefusal>;

export interface IncomingRequestsOptions {
  /** Asks whoever handles requests on this session. */
  readonly answer: <C extends RequestCommand>(
    command: C,
    request: RequestOf<C>,
  ) => Promise<Result<ResponseOf<C>, HandlerRefusal>>;
  /** Runs this after what came before it, unless the session ends first. */
  readonly later: (begin: () => void) => void;
  readonly log: Log;
}

const LONG_ANSWERS: ReadonlySet<RequestCommand> = new Set(
  (Object.keys(RESPONSES) as RequestCommand[]).filter((command) =>
    RESPONSES[command].some((answer) => RESPONSE_CODECS[answer].maxBytes > MAX_LIGHT_ANSWER_BYTES),
  ),
);

/**
 * Requests of the peer on their way to an answer: many at once, the long answers one after the other, none while
 * the peer does not read what it got. When too many are in progress, nothing more is read from it.
 */
export class IncomingRequests {
  private count = 0;
  private bytes = 0;
  private isHolding = false;
  private longAnswers: Promise<void> = Promise.resolve();

  constructor(
    private readonly channel: SecureChannel,
    private readonly options: IncomingRequestsOptions,
  ) {}

  /** Takes a request that was decoded; its answer goes out when it is ready. */
  take<C extends RequestCommand>(frame: Frame, command: C, request: RequestOf<C>): void {
    this.begin(frame);
    this.options.later(() => {
      const work = () => this.answer(frame, command, request);
      void (LONG_ANSWERS.has(command) ? this.afterLongAnswers(work) : work());
    });
  }

  /** Answers a request that never reaches a handler, at once. */
  refuse(frame: Frame, { code }: SessionRefusal): void {
    this.sendError(frame, code);
  }

  /** The same, when the peer has taken most of what was sent before: refusals cost memory like all that waits. */
  async refuseInTurn(frame: Frame, refusal: SessionRefusal): Promise<void> {
    this.begin(frame);
    if (await this.channel.whenWritable()) this.refuse(frame, refusal);
    this.end(frame);
  }

  private sendError({ command, correlation }: Frame, code: string): void {
    this.channel.send({ command, flags: FrameFlag.error, correlation, payload: codeCodec.encode({ code }) });
  }

  private afterLongAnswers(work: () => Promise<void>): Promise<void> {
    this.longAnswers = this.longAnswers.then(work);
    return this.longAnswers;
  }

  /** Never rejects: a handler that fails costs one answer. */
  private async answer<C extends RequestCommand>(frame: Frame, command: C, request: RequestOf<C>): Promise<void> {
    try {
      if (!(await this.channel.whenWritable())) return;
      this.reply(frame, await this.options.answer(command, request));
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.options.log.error('a request could not be answered', { command, error: text });
      this.refuse(frame, { code: 'internal-error' });
    } finally {
      this.end(frame);
    }
  }

  private begin({ payload }: Frame): void {
    this.count++;
    this.bytes += payload.length;
    this.holdOrRelease();
  }

  private end({ payload }: Frame): void {
    this.count--;
    this.bytes -= payload.length;
    this.holdOrRelease();
  }

  private reply(frame: Frame, answer: Answer): void {
    if (!answer.ok) {
      this.sendError(frame, answer.refusal.code);
      return;
    }
    const { command, ...message } = answer.value;
    const codec = RESPONSE_CODECS[command] as MessageCodec<typeof message>;
    this.channel.send({
      command: COMMANDS[command],
      flags: FrameFlag.response,
      correlation: frame.correlation,
      payload: codec.encode(message),
    });
  }

  private holdOrRelease(): void {
    const tooMuch = this.count >= MAX_REQUESTS_IN_PROGRESS || this.bytes >= MAX_REQUEST_BYTES_IN_PROGRESS;
    if (tooMuch === this.isHolding) return;
    this.isHolding = tooMuch;
    if (tooMuch) this.channel.pause();
    else this.channel.resume();
  }
}
