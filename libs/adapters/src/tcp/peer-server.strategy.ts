import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import type {
  OneWayCommand,
  OneWayMessages,
  RequestCommand,
  RequestOf,
  ResponseOf,
} from '#domain/peer-network/messages';
import type { HandlerRefusal, Session, SessionHandlers } from '#domain/peer-network/transport.port';
import { invariant } from '#domain/primitives/invariant';
import { type Result, refused } from '#domain/primitives/result';
import { PeerContext } from './peer-context.ts';
import type { SessionRefusal } from './session.errors.ts';

/** A session stands; the event's data is empty. */
export const SESSION_OPENED = 'session-opened';
/** A session ended; the event's data is its {@link SessionClosed}. */
export const SESSION_CLOSED = 'session-closed';

const NOT_SERVED: SessionRefusal = { code: 'command-not-served' };

export interface SessionClosed {
  readonly reason: string;
}

/**
 * Nest's side of the transport: what peers say arrives in `@MessagePattern` (requests) and `@EventPattern` (messages
 * without an answer, sessions that open and close) handlers named like the commands. It owns no socket: the transport
 * hands it every session, dialled from either side.
 */
export class PeerServer extends Server implements CustomTransportStrategy, SessionHandlers {
  /** Sessions that Nest has not yet been told of, or is being told of. */
  private readonly opening = new WeakMap<Session, Promise<void>>();

  /** Called by Nest when all handlers are registered. The transport begins when the node starts. */
  listen(callback: () => void): void {
    callback();
  }

  /** Called by Nest at the end. Sessions are ended by the node, which owns the transport. */
  close(): void {}

  override on(): void {
    throw new Error('sessions tell of themselves by events; see SESSION_OPENED and SESSION_CLOSED');
  }

  override unwrap<T>(): T {
    throw new Error('no server lies below: the transport is the node’s');
  }

  opened(session: Session): void {
    this.opening.set(session, this.tell(session, SESSION_OPENED, {}));
  }

  closed(session: Session, reason: string): void {
    void this.afterOpened(session, () => this.tell(session, SESSION_CLOSED, { reason } satisfies SessionClosed));
  }

  /** Rejects when the handler throws: the session answers with `internal-error`. */
  async request<C extends RequestCommand>(
    session: Session,
    command: C,
    request: RequestOf<C>,
  ): Promise<Result<ResponseOf<C>, HandlerRefusal>> {
    await this.opening.get(session);
    const handler = this.messageHandlers.get(command);
    if (handler === undefined || handler.isEventHandler === true) return refused(NOT_SERVED);
    const answer = await handler(request, new PeerContext([session, command]));
    return lastValueFrom(this.transformToObservable(answer));
  }

  oneWay<C extends OneWayCommand>(session: Session, command: C, message: OneWayMessages[C]): void {
    void this.afterOpened(session, () => this.tell(session, command, message));
  }

  private async afterOpened(session: Session, tell: () => Promise<void>): Promise<void> {
    await this.opening.get(session);
    await tell();
  }

  /** Runs an event's handler to its end; one that fails is logged and never stops what comes next. */
  private async tell(session: Session, pattern: string, data: unknown): Promise<void> {
    const handler = this.messageHandlers.get(pattern);
    if (handler === undefined) return;
    try {
      invariant(handler.isEventHandler, `${pattern} is handled as an event`);
      const outcome = await handler(data, new PeerContext([session, pattern]));
      await lastValueFrom(this.transformToObservable(outcome), { defaultValue: undefined });
    } catch (error) {
      this.logger.error(error);
    }
  }
}
