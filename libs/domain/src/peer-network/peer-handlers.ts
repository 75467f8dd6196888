import { type Clock, type Timer } from '../primitives/clock.port.ts';
import { HASH_BYTES } from '../primitives/hash.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import type { OneWayCommand, OneWayMessages, RequestCommand, RequestOf, ResponseOf } from './messages.ts';
import type { Peer } from './peer.ts';
import type { PeerNetwork } from './peer-network.ts';
import type { HandlerRefusal, Session, SessionHandlers } from './transport.port.ts';

/** A node that connects says who it is at once. */
export const GREETING_TIMEOUT_MS = 10_000;

type Answer<C extends RequestCommand> = Promise<Result<ResponseOf<C>, HandlerRefusal>>;

/** What a peer answers to each command: the way from the protocol's words to the use cases. */
export class PeerHandlers implements SessionHandlers {
  private readonly ungreeted = new Map<Session, Timer>();

  constructor(
    private readonly network: PeerNetwork,
    private readonly clock: Clock,
  ) {}

  opened(session: Session): void {
    if (session.direction === 'outbound') return;
    const timer = this.clock.setTimer(GREETING_TIMEOUT_MS, () => session.disconnect('greeting-timeout'));
    this.ungreeted.set(session, timer);
  }

  closed(session: Session, reason: string): void {
    this.forgive(session);
    this.network.closed(session, reason);
  }

  oneWay<C extends OneWayCommand>(session: Session, command: C, message: OneWayMessages[C]): void {
    this.network.heard(session, command, message);
  }

  async request<C extends RequestCommand>(session: Session, command: C, request: RequestOf<C>): Answer<C> {
    const handler = this[command] as (session: Session, request: RequestOf<C>) => Answer<C>;
    return handler.call(this, session, request);
  }

  async PCONNECT(session: Session, request: RequestOf<'PCONNECT'>): Answer<'PCONNECT'> {
    const welcome = this.network.greeted(session, request);
    if (!welcome.ok) return welcome;
    this.forgive(session);
    return accepted({ command: 'PCONNECTACK', ...welcome.value });
  }

  /** A tracker asks too, on a session that this node dialled. */
  async HCK(session: Session, request: RequestOf<'HCK'>): Answer<'HCK'> {
    const peer = this.network.roster.of(session);
    if (peer !== undefined && !peer.budget.requests.take(1)) return refused({ code: 'session-request-rate' });
    return accepted({ command: 'HCKACK', ...this.network.healthChecked(session, request) });
  }

  async PLREQ(session: Session): Answer<'PLREQ'> {
    return this.asPeer(session, async () => {
      return accepted({ command: 'ADDRESSES', records: this.network.book.answerFor(session.peerId) });
    });
  }

  async GETCHAIN(session: Session, request: RequestOf<'GETCHAIN'>): Answer<'GETCHAIN'> {
    return this.served(
      session,
      async () => accepted(await this.network.server.blocks(request)),
      ({ blocks }) => bytesOf(blocks),
    );
  }

  async GETHEADERS(session: Session, request: RequestOf<'GETHEADERS'>): Answer<'GETHEADERS'> {
    return this.served(
      session,
      async () => accepted(await this.network.server.headers(request)),
      ({ headers }) => bytesOf(headers),
    );
  }

  async BRCHEESE(session: Session, request: RequestOf<'BRCHEESE'>): Answer<'BRCHEESE'> {
    return this.asPeer(session, async (peer) => accepted(await this.network.blocks.announced(peer, request)));
  }

  async GETBLOCKTRANSACTIONS(
    session: Session,
    request: RequestOf<'GETBLOCKTRANSACTIONS'>,
  ): Answer<'GETBLOCKTRANSACTIONS'> {
    return this.served(
      session,
      () => this.network.server.blockTransactions(request),
      ({ transactions }) => bytesOf(transactions),
    );
  }

  async BRTRANSACTION(session: Session, { ids }: RequestOf<'BRTRANSACTION'>): Answer<'BRTRANSACTION'> {
    return this.asPeer(session, async (peer) => {
      return accepted({ command: 'BRTRANSACTIONACK', wanted: this.network.transactions.inventory(peer, ids) });
    });
  }

  async GETOPENTRANSACTIONS(session: Session): Answer<'GETOPENTRANSACTIONS'> {
    return this.served(
      session,
      async () => accepted(this.network.server.openIds()),
      ({ ids }) => ids.length * HASH_BYTES,
    );
  }

  async GETDATA(session: Session, request: RequestOf<'GETDATA'>): Answer<'GETDATA'> {
    return this.served(
      session,
      async () => accepted(this.network.server.transactions(request)),
      ({ transactions }) => bytesOf(transactions),
    );
  }

  /** Only who has greeted is answered. */
  private async asPeer<Value>(
    session: Session,
    answer: (peer: Peer) => Promise<Result<Value, HandlerRefusal>>,
  ): Promise<Result<Value, HandlerRefusal>> {
    const peer = this.network.roster.of(session);
    if (peer === undefined) return refused({ code: 'greeting-missing' });
    return peer.budget.requests.take(1) ? answer(peer) : refused({ code: 'session-request-rate' });
  }

  /** A long answer, which a session gets as long as its budget of bytes lasts. */
  private async served<Value>(
    session: Session,
    answer: () => Promise<Result<Value, HandlerRefusal>>,
    bytesOfAnswer: (value: Value) => number,
  ): Promise<Result<Value, HandlerRefusal>> {
    return this.asPeer(session, async ({ budget }) => {
      if (budget.answerBytes.available <= 0) return refused({ code: 'session-byte-budget' });
      const answered = await answer();
      if (answered.ok) budget.answerBytes.charge(bytesOfAnswer(answered.value));
      return answered;
    });
  }

  private forgive(session: Session): void {
    this.ungreeted.get(session)?.cancel();
    this.ungreeted.delete(session);
  }
}

function bytesOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}
