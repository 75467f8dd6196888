import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import type {
  OneWayCommand,
  OneWayMessages,
  RequestCommand,
  RequestOf,
  ResponseOf,
} from '#domain/peer-network/messages';
import type { HandlerRefusal } from '#domain/peer-network/transport.port';
import type { Result } from '#domain/primitives/result';
import { TrackerHandlers } from '#domain/tracker/tracker-handlers';
import { PeerContext } from './peer-context.ts';
import { SESSION_CLOSED, SESSION_OPENED, type SessionClosed } from './peer-server.strategy.ts';

type Answer<C extends RequestCommand> = Promise<Result<ResponseOf<C>, HandlerRefusal>>;

/** What peers ask and tell a tracker, one method for each command: from Nest's handlers to the use cases. */
@Controller()
export class TrackerController {
  constructor(private readonly handlers: TrackerHandlers) {}

  @EventPattern<string>(SESSION_OPENED)
  opened(@Ctx() { session }: PeerContext): void {
    this.handlers.opened(session);
  }

  @EventPattern<string>(SESSION_CLOSED)
  closed(@Payload() { reason }: SessionClosed, @Ctx() { session }: PeerContext): void {
    this.handlers.closed(session, reason);
  }

  @EventPattern<string>('ADDRESSES' satisfies OneWayCommand)
  addresses(@Payload() message: OneWayMessages['ADDRESSES'], @Ctx() { session }: PeerContext): void {
    this.handlers.oneWay(session, 'ADDRESSES', message);
  }

  @MessagePattern('PCONNECT' satisfies RequestCommand)
  join(@Payload() request: RequestOf<'PCONNECT'>, @Ctx() { session }: PeerContext): Answer<'PCONNECT'> {
    return this.handlers.PCONNECT(session, request);
  }

  @MessagePattern('HCK' satisfies RequestCommand)
  checkHealth(@Payload() request: RequestOf<'HCK'>, @Ctx() { session }: PeerContext): Answer<'HCK'> {
    return this.handlers.HCK(session, request);
  }

  @MessagePattern('PLREQ' satisfies RequestCommand)
  listPeers(@Ctx() { session }: PeerContext): Answer<'PLREQ'> {
    return this.handlers.PLREQ(session);
  }
}
