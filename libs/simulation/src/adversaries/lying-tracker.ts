import { signAddressRecord } from '#domain/peer-network/address-record';
import type { Endpoint } from '#domain/peer-network/endpoint';
import { MAX_ADDRESS_RECORDS } from '#domain/peer-network/limits';
import type {
  AddressRecord,
  ConnectMessage,
  RequestCommand,
  RequestOf,
  ResponseOf,
} from '#domain/peer-network/messages';
import { signTicket } from '#domain/peer-network/ticket';
import type { HandlerRefusal, NodeSigner, Session, SessionHandlers } from '#domain/peer-network/transport.port';
import type { Result } from '#domain/primitives/result';
import { SimulatedTransport } from '../network/simulated-transport.ts';
import { simulatedSigner } from '../peers/identity.ts';
import type { SeededStream } from '../random/seeded-stream.ts';
import type { World } from '../run/world.ts';
import { PeerClock } from '../time/peer-clock.ts';
import { Accomplice } from './accomplice.ts';
import { addressOfNobody, brokenRecord, NOBODIES } from './false-records.ts';
import { type HostileAnswer, notServed, said } from './hostile-node.ts';

type Answer<C extends RequestCommand> = Promise<Result<ResponseOf<C>, HandlerRefusal>>;

/**
 * What it tells: peers that do not exist, accomplices alone, records that are broken, that a node is somewhere else;
 * or again and again that it knows nobody.
 */
export const TRACKER_LIES = ['nobody', 'accomplices', 'garbage', 'wrong-self', 'forgetful'] as const;
export type TrackerLie = (typeof TRACKER_LIES)[number];

/** It speaks unasked as often as this. */
const PUSH_INTERVAL_MS = 1_000;
const ACCOMPLICES = 8;
/** Accomplices have hosts that no other hostile node has: at most 200 faults come before them. */
const FIRST_ACCOMPLICE = 1_000;
/** Where it sees everybody. */
const WRONG_HOST = '10.99.99.99';
const TICKET_LIFE_SECONDS = 3_600;

/** Somebody in the place of a tracker, with an identity of its own. */
export class LyingTracker implements SessionHandlers {
  private readonly clock: PeerClock;
  private readonly signer: NodeSigner;
  private readonly transport: SimulatedTransport;
  private readonly stream: SeededStream;
  /** Who listens, and how many who do not exist each was told of. */
  private readonly sessions = new Map<Session, number>();
  private readonly accomplices: readonly Accomplice[];

  constructor(
    private readonly world: World,
    index: number,
    private readonly endpoint: Endpoint,
    private readonly lie: TrackerLie,
  ) {
    this.stream = world.stream.split(`lying tracker ${index}`);
    this.clock = new PeerClock(world.time, () => 0);
    this.signer = simulatedSigner(`lying tracker ${index}`);
    this.transport = new SimulatedTransport(world.network, endpoint, this.signer, this.clock);
    const first = FIRST_ACCOMPLICE + index * ACCOMPLICES;
    this.accomplices = Array.from(
      { length: lie === 'accomplices' ? ACCOMPLICES : 0 },
      (_, each) => new Accomplice(world, first + each, () => this.accompliceRecords()),
    );
  }

  start(): void {
    for (const accomplice of this.accomplices) accomplice.start();
    void this.transport.start(this);
    this.push();
  }

  stop(): void {
    for (const accomplice of this.accomplices) accomplice.stop();
    this.clock.kill();
    this.transport.kill();
  }

  opened(session: Session): void {
    this.sessions.set(session, 0);
    const { genesisHash } = this.world.chain;
    const now = Math.floor(this.clock.nowMs() / 1000);
    session.send('TRACKERS', { records: [signAddressRecord(this.signer, genesisHash, this.endpoint, now, 'tracker')] });
  }

  closed(session: Session): void {
    this.sessions.delete(session);
  }

  oneWay(): void {}

  request<C extends RequestCommand>(session: Session, command: C, request: RequestOf<C>): Answer<C> {
    return this.answer(session, command, request) as Answer<C>;
  }

  private answer(session: Session, command: RequestCommand, request: unknown): HostileAnswer {
    if (command === 'PCONNECT') return this.welcome(session, request as ConnectMessage);
    const { genesisHash } = this.world.chain;
    if (command === 'HCK') {
      return said({ command: 'HCKACK', height: 9_999_999, tipHash: genesisHash, totalWork: 2n ** 255n });
    }
    return command === 'PLREQ' ? said({ command: 'ADDRESSES', records: this.recordsFor(session) }) : notServed();
  }

  private welcome({ peerId, identityKey, remote }: Session, { listen }: ConnectMessage): HostileAnswer {
    const host = this.lie === 'wrong-self' ? WRONG_HOST : remote.host;
    const issuedAt = Math.floor(this.clock.nowMs() / 1000);
    const { genesisHash } = this.world.chain;
    const expiresAt = issuedAt + TICKET_LIFE_SECONDS;
    const ticket = signTicket(this.signer, { genesisHash, identityKey, address: host, serial: 1, issuedAt, expiresAt });
    return said({ command: 'TCONNECTACK', peerId, seenAs: { host, port: listen.port }, ticket });
  }

  /** What peers that it was given to trust may say unasked, it says too. */
  private push(): void {
    this.clock.setTimer(PUSH_INTERVAL_MS, () => {
      for (const session of this.sessions.keys()) {
        session.send('ADDRESSES', { records: this.recordsFor(session) });
        if (this.lie === 'forgetful') session.send('INVALIDPEERID', {});
      }
      this.push();
    });
  }

  private recordsFor(session: Session): AddressRecord[] {
    switch (this.lie) {
      case 'nobody':
        return this.some(() => this.nextNobody(session));
      case 'accomplices':
        return this.accompliceRecords();
      case 'garbage':
        return this.some(() => brokenRecord(this.stream, this.somebodysRecord()));
      case 'wrong-self':
      case 'forgetful':
        return [];
    }
  }

  private accompliceRecords(): AddressRecord[] {
    return this.accomplices.map(({ record }) => record);
  }

  /** One after another, so that each peer hears of all. */
  private nextNobody(session: Session): AddressRecord {
    const number = this.sessions.get(session) ?? 0;
    this.sessions.set(session, number + 1);
    return addressOfNobody(this.world.chain.genesisHash, number % NOBODIES);
  }

  private some(make: () => AddressRecord): AddressRecord[] {
    return Array.from({ length: MAX_ADDRESS_RECORDS }, make);
  }

  /** Of an honest peer, when one is there: broken, it may do harm. */
  private somebodysRecord(): AddressRecord {
    const { genesisHash } = this.world.chain;
    const known = this.world.somePeer(this.stream)?.node?.peers.discovery.record();
    return known ?? addressOfNobody(genesisHash, 0);
  }
}
