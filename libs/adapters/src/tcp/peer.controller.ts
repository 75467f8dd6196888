import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import type {
  OneWayCommand,
  OneWayMessages,
  RequestCommand,
  RequestOf,
  ResponseOf,
} from '#domain/peer-network/messages';
import { PeerHandlers } from '#domain/peer-network/peer-handlers';
import type { HandlerRefusal } from '#domain/peer-network/transport.port';
import type { Result } from '#domain/primitives/result';
import { PeerContext } from './peer-context.ts';
import { SESSION_CLOSED, SESSION_OPENED, type SessionClosed } from './peer-server.strategy.ts';

type Answer<C extends RequestCommand> = Promise<Result<ResponseOf<C>, HandlerRefusal>>;

/** What other peers ask and say, one method for each command: from Nest's handlers to the use cases. */
@Controller()
export class PeerController {
  constructor(private readonly handlers: PeerHandlers) {}

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

  @EventPattern<string>('TRACKERS' satisfies OneWayCommand)
  trackers(@Payload() message: OneWayMessages['TRACKERS'], @Ctx() { session }: PeerContext): void {
    this.handlers.oneWay(session, 'TRACKERS', message);
  }

  @EventPattern<string>('INVALIDPEERID' satisfies OneWayCommand)
  invalidPeerId(@Payload() message: OneWayMessages['INVALIDPEERID'], @Ctx() { session }: PeerContext): void {
    this.handlers.oneWay(session, 'INVALIDPEERID', message);
  }

  @EventPattern<string>('REVOCATIONS' satisfies OneWayCommand)
  revocations(@Payload() message: OneWayMessages['REVOCATIONS'], @Ctx() { session }: PeerContext): void {
    this.handlers.oneWay(session, 'REVOCATIONS', message);
  }

  @EventPattern<string>('TICKET' satisfies OneWayCommand)
  ticket(@Payload() message: OneWayMessages['TICKET'], @Ctx() { session }: PeerContext): void {
    this.handlers.oneWay(session, 'TICKET', message);
  }

  @MessagePattern('PCONNECT' satisfies RequestCommand)
  connect(@Payload() request: RequestOf<'PCONNECT'>, @Ctx() { session }: PeerContext): Answer<'PCONNECT'> {
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

  @MessagePattern('GETCHAIN' satisfies RequestCommand)
  getBlocks(@Payload() request: RequestOf<'GETCHAIN'>, @Ctx() { session }: PeerContext): Answer<'GETCHAIN'> {
    return this.handlers.GETCHAIN(session, request);
  }

  @MessagePattern('GETHEADERS' satisfies RequestCommand)
  getHeaders(@Payload() request: RequestOf<'GETHEADERS'>, @Ctx() { session }: PeerContext): Answer<'GETHEADERS'> {
    return this.handlers.GETHEADERS(session, request);
  }

  @MessagePattern('BRCHEESE' satisfies RequestCommand)
  announceBlock(@Payload() request: RequestOf<'BRCHEESE'>, @Ctx() { session }: PeerContext): Answer<'BRCHEESE'> {
    return this.handlers.BRCHEESE(session, request);
  }

  @MessagePattern('GETBLOCKTRANSACTIONS' satisfies RequestCommand)
  getBlockTransactions(
    @Payload() request: RequestOf<'GETBLOCKTRANSACTIONS'>,
    @Ctx() { session }: PeerContext,
  ): Answer<'GETBLOCKTRANSACTIONS'> {
    return this.handlers.GETBLOCKTRANSACTIONS(session, request);
  }

  @MessagePattern('BRTRANSACTION' satisfies RequestCommand)
  announceTransactions(
    @Payload() request: RequestOf<'BRTRANSACTION'>,
    @Ctx() { session }: PeerContext,
  ): Answer<'BRTRANSACTION'> {
    return this.handlers.BRTRANSACTION(session, request);
  }

  @MessagePattern('GETOPENTRANSACTIONS' satisfies RequestCommand)
  getOpenTransactions(@Ctx() { session }: PeerContext): Answer<'GETOPENTRANSACTIONS'> {
    return this.handlers.GETOPENTRANSACTIONS(session);
  }

  @MessagePattern('GETDATA' satisfies RequestCommand)
  getTransactions(@Payload() request: RequestOf<'GETDATA'>, @Ctx() { session }: PeerContext): Answer<'GETDATA'> {
    return this.handlers.GETDATA(session, request);
  }
}
