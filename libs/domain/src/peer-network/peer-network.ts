import type { Chain } from '../chain/chain.ts';
import { BoundedCache } from '../primitives/bounded-cache.ts';
import type { Clock } from '../primitives/clock.port.ts';
import type { Log } from '../primitives/log.port.ts';
import type { Random } from '../primitives/random.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { AddressBook } from './address-book.ts';
import type { AddressBookStore } from './address-book-store.port.ts';
import { BlockRelay } from './block-relay.ts';
import { statusOf } from './chain-queries.ts';
import { Discovery } from './discovery.ts';
import type { Endpoint } from './endpoint.ts';
import { HealthChecks } from './health-checks.ts';
import { MAX_KNOWN_IDS, REQUEST_TIMEOUT_MS } from './limits.ts';
import type { ChainStatus, ConnectMessage, OneWayCommand, OneWayMessages, PeerWelcomeMessage } from './messages.ts';
import { Misbehaviour } from './misbehaviour.ts';
import type { OpenTransactions } from './open-transactions.ts';
import type { Peer } from './peer.ts';
import type { PeerId } from './peer-id.ts';
import { Roster } from './roster.ts';
import { ChainServer } from './serve-chain.ts';
import { Sync } from './sync.ts';
import { TrackerLink } from './tracker-link.ts';
import { TransactionRelay } from './transaction-relay.ts';
import type { HandlerRefusal, NodeSigner, Session, Transport } from './transport.port.ts';

export interface PeerNetworkDependencies {
  readonly chain: Chain;
  readonly open: OpenTransactions;
  readonly transport: Transport;
  readonly signer: NodeSigner;
  readonly addressStore: AddressBookStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Software and version, at most 64 bytes. */
  readonly agent: string;
  readonly trackers: readonly Endpoint[];
  /** Where others reach this node, when its owner knows better than the trackers. */
  readonly advertised: Endpoint | undefined;
  /** Peers to stay connected with, whatever trackers say. */
  readonly fixedPeers: readonly Endpoint[];
  readonly maxInbound: number;
  readonly maxOutbound: number;
}

/** This node among its peers: greets, listens, passes on, catches up. The parts share the roster and the scores. */
export class PeerNetwork {
  readonly roster: Roster;
  readonly misbehaviour: Misbehaviour;
  readonly book: AddressBook;
  readonly sync: Sync;
  readonly server: ChainServer;
  readonly transactions: TransactionRelay;
  readonly blocks: BlockRelay;
  readonly discovery: Discovery;
  readonly trackers: readonly TrackerLink[];
  private readonly healthChecks: HealthChecks;

  constructor(private readonly dependencies: PeerNetworkDependencies) {
    const { chain, open, transport, signer, clock, random, log } = dependencies;
    const genesisHash = chain.network.genesisHash;
    const report = (peer: Peer, code: string) => this.report(peer, code);
    this.roster = new Roster(signer.peerId, dependencies);
    this.misbehaviour = new Misbehaviour(clock);
    this.book = new AddressBook(signer.peerId, genesisHash, clock, random);
    this.server = new ChainServer(chain, open);
    const { roster } = this;
    this.sync = new Sync({ chain, roster, log, report });
    this.transactions = new TransactionRelay({ open, roster, clock, log, report });
    const lookInto = (peer: Peer) => void this.healthChecks.check(peer);
    this.blocks = new BlockRelay({ chain, open, roster, random, log, report, lookInto });
    this.healthChecks = new HealthChecks({
      roster,
      clock,
      ownStatus: () => statusOf(chain),
      learned: (peer, status) => this.learnStatus(peer, status),
    });
    this.discovery = new Discovery({
      book: this.book,
      store: dependencies.addressStore,
      roster,
      signer,
      genesisHash,
      clock,
      random,
      log,
      advertised: dependencies.advertised,
      listeningPort: () => transport.listening?.port,
      isBanned: (peerId) => this.misbehaviour.isBanned(peerId),
      maxOutbound: dependencies.maxOutbound,
      fixedPeers: dependencies.fixedPeers,
      connect: (endpoint, peerId) => this.connect(endpoint, peerId),
      report,
    });
    this.trackers = dependencies.trackers.map(
      (endpoint) =>
        new TrackerLink(endpoint, {
          transport,
          clock,
          log,
          greeting: () => this.greeting(),
          ownRecord: () => this.discovery.record(),
          seenAs: (seen) => this.discovery.seenAs(seen),
          learn: (records) => this.discovery.learn(records, undefined),
        }),
    );
    roster.joined.subscribe((peer) => void this.joined(peer));
    chain.follow(async (change) => this.blocks.chainMoved(change));
  }

  /** Begins once the transport hands its sessions to this node. */
  async start(): Promise<void> {
    await this.discovery.start();
    for (const tracker of this.trackers) tracker.start();
    this.healthChecks.start();
  }

  async stop(): Promise<void> {
    for (const tracker of this.trackers) tracker.stop();
    this.healthChecks.stop();
    this.transactions.stop();
    await this.discovery.stop();
    for (const peer of this.roster.all()) peer.session.disconnect('leaving');
    await this.sync.stop();
  }

  /** A session ended. A breach of the wire's own rules counts as one of the peer's. */
  closed(session: Session, reason: string): void {
    this.misbehaviour.report(session.peerId, reason);
    this.roster.remove(session, reason);
    this.trackers.find((tracker) => tracker.owns(session))?.lost(reason);
  }

  /** Answers a peer's greeting. */
  greeted(session: Session, message: ConnectMessage): Result<PeerWelcomeMessage, HandlerRefusal> {
    if (this.misbehaviour.isBanned(session.peerId)) return refused({ code: 'peer-banned' });
    const refusal = this.roster.admission(session);
    if (refusal !== undefined) return refused(refusal);
    this.roster.add(this.newPeer(session, message));
    return accepted({ ...this.greeting(), seenAs: { host: session.remote.host, port: message.listen.port } });
  }

  /** A peer asked for a health check and told where its chain ends. */
  healthChecked(session: Session, status: ChainStatus): ChainStatus {
    const peer = this.roster.of(session);
    if (peer !== undefined) this.learnStatus(peer, status);
    return statusOf(this.dependencies.chain);
  }

  heard<C extends OneWayCommand>(session: Session, command: C, message: OneWayMessages[C]): void {
    const tracker = this.trackers.find((each) => each.owns(session));
    if (command === 'INVALIDPEERID') void tracker?.rejoin();
    if (command !== 'ADDRESSES') return;
    const { records } = message as OneWayMessages['ADDRESSES'];
    const peer = this.roster.of(session);
    if (peer !== undefined || tracker !== undefined) this.discovery.learn(records, peer);
  }

  private greeting(): ConnectMessage {
    const { agent, chain } = this.dependencies;
    const [ticket, joinProof] = [new Uint8Array(0), new Uint8Array(0)];
    return { agent, listen: this.discovery.listen(), status: statusOf(chain), ticket, joinProof };
  }

  /** Dials a known address and greets whoever is there; true when it became a peer, or was one. */
  private async connect(endpoint: Endpoint, peerId: PeerId | undefined): Promise<boolean> {
    const dialled = await this.dependencies.transport.dial(endpoint, peerId);
    if (!dialled.ok) return false;
    const session = dialled.value;
    const answer = await session.request('PCONNECT', this.greeting(), REQUEST_TIMEOUT_MS);
    if (!answer.ok || answer.value.command !== 'PCONNECTACK') {
      session.disconnect(answer.ok ? 'not-a-peer' : answer.refusal.code);
      return this.roster.get(session.peerId) !== undefined;
    }
    const refusal = this.roster.admission(session);
    if (refusal !== undefined) {
      session.disconnect(refusal.code);
      return refusal.code === 'peer-connected-already';
    }
    this.discovery.seenAs(answer.value.seenAs);
    this.roster.add(this.newPeer(session, answer.value));
    return true;
  }

  private newPeer(session: Session, { agent, listen, status }: Omit<PeerWelcomeMessage, 'seenAs' | 'ticket'>): Peer {
    const host = listen.host === '' ? session.remote.host : listen.host;
    return {
      session,
      agent,
      listen: listen.port === 0 ? undefined : { host, port: listen.port },
      connectedAtMs: this.dependencies.clock.nowMs(),
      status,
      latencyMs: undefined,
      silentHealthChecks: 0,
      known: new BoundedCache(MAX_KNOWN_IDS),
    };
  }

  private async joined(peer: Peer): Promise<void> {
    this.dependencies.log.info('a peer joined', { peer: peer.session.peerId, direction: peer.session.direction });
    // Our welcome goes out first: before it the other side takes nothing from us.
    await this.dependencies.clock.breathe();
    const record = this.discovery.record();
    if (record !== undefined) peer.session.send('ADDRESSES', { records: [record] });
    void this.askForPeers(peer);
    void this.healthChecks.check(peer);
    void this.transactions.learnFrom(peer);
    this.sync.nudge();
  }

  private async askForPeers(peer: Peer): Promise<void> {
    const answer = await peer.session.request('PLREQ', {}, REQUEST_TIMEOUT_MS);
    if (answer.ok) this.discovery.learn(answer.value.records, peer);
  }

  private learnStatus(peer: Peer, status: ChainStatus): void {
    peer.status = status;
    peer.known.set(status.tipHash, true);
    if (status.totalWork > this.dependencies.chain.tip.totalWork) this.sync.nudge();
  }

  private report(peer: Peer, code: string): void {
    if (!this.misbehaviour.report(peer.session.peerId, code)) return;
    this.dependencies.log.warn('a peer is banned', { peer: peer.session.peerId, code });
    peer.session.disconnect('banned');
  }
}
