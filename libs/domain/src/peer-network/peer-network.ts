import type { Chain } from '../chain/chain.ts';
import type { ChainStore } from '../chain/chain-store.port.ts';
import type { Clock } from '../primitives/clock.port.ts';
import type { Log } from '../primitives/log.port.ts';
import type { Random } from '../primitives/random.port.ts';
import type { Refusal, Result } from '../primitives/result.ts';
import { AddressBook } from './address-book.ts';
import type { AddressBookStore } from './address-book-store.port.ts';
import type { AdmissionStore } from './admission-store.port.ts';
import { BlockAnnouncer } from './block-announcer.ts';
import { BlockRelay } from './block-relay.ts';
import { statusOf } from './chain-queries.ts';
import { Discovery } from './discovery.ts';
import type { Endpoint } from './endpoint.ts';
import { Greeter } from './greeter.ts';
import { HealthChecks } from './health-checks.ts';
import { inBackground } from './in-background.ts';
import { Membership, type MembershipOptions } from './membership.ts';
import type { ChainStatus, ConnectMessage, OneWayCommand, OneWayMessages, PeerWelcomeMessage } from './messages.ts';
import { Misbehaviour } from './misbehaviour.ts';
import type { OpenTransactions } from './open-transactions.ts';
import type { Peer } from './peer.ts';
import type { PeerId } from './peer-id.ts';
import { RecentBlocks } from './recent-blocks.ts';
import type { ReportBreach } from './report-breach.ts';
import { Roster } from './roster.ts';
import { ChainServer } from './serve-chain.ts';
import { Sync } from './sync.ts';
import type { TrackerLink } from './tracker-link.ts';
import { TrackerLinks } from './tracker-links.ts';
import { TransactionRelay } from './transaction-relay.ts';
import type { HandlerRefusal, NodeSigner, Session, Transport } from './transport.port.ts';

export interface PeerNetworkDependencies extends MembershipOptions {
  readonly chain: Chain;
  readonly store: Pick<ChainStore, 'blockBytes' | 'entriesFrom'>;
  readonly open: OpenTransactions;
  readonly transport: Transport;
  readonly signer: NodeSigner;
  readonly addressStore: AddressBookStore;
  /** Absent: a ticket does not outlive a restart. */
  readonly admissionStore?: AdmissionStore;
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
  readonly membership: Membership;
  readonly book: AddressBook;
  readonly sync: Sync;
  readonly server: ChainServer;
  readonly transactions: TransactionRelay;
  readonly blocks: BlockRelay;
  readonly discovery: Discovery;
  private readonly links: TrackerLinks;
  private readonly healthChecks: HealthChecks;
  private readonly greeter: Greeter;
  private stopped = false;

  constructor(private readonly dependencies: PeerNetworkDependencies) {
    const { chain, store, open, signer, clock, random, log } = dependencies;
    const report: ReportBreach = (...breach) => this.report(...breach);
    const lookInto = (peer: Peer) => this.healthChecks.check(peer);
    const roster = new Roster(signer.peerId, dependencies);
    const recent = new RecentBlocks();
    this.roster = roster;
    this.misbehaviour = new Misbehaviour(clock);
    this.book = new AddressBook(signer.peerId, chain.network.genesisHash, clock, random);
    this.server = new ChainServer({ chain, store, recent, open });
    this.sync = new Sync({ chain, roster, clock, log, report });
    this.transactions = new TransactionRelay({ open, roster, clock, random, log, report });
    const announcer = new BlockAnnouncer({ roster, clock, random, log, lookInto });
    const isSyncing = () => this.sync.syncing;
    this.blocks = new BlockRelay({ chain, open, announcer, recent, clock, report, lookInto, isSyncing });
    this.healthChecks = new HealthChecks({
      roster,
      clock,
      log,
      ownStatus: () => statusOf(chain),
      learned: (peer, status) => this.learnStatus(peer, status),
    });
    const { genesisHash } = chain.network;
    this.membership = new Membership({ ...dependencies, genesisHash, roster, report });
    this.discovery = this.newDiscovery(report);
    this.greeter = this.newGreeter();
    this.links = this.newTrackerLinks(report);
    roster.joined.subscribe(({ session: { peerId, direction } }) => {
      log.info('a peer joined', { peer: peerId, direction });
    });
    // Open transactions that came before their senders' coins did were refused: now they fit.
    this.sync.caughtUp.subscribe((peer) => {
      inBackground(log, 'asking for open transactions', () => this.transactions.learnFrom(peer));
    });
    chain.follow(async (change) => {
      inBackground(log, 'passing on a change of the chain', async () => {
        this.transactions.chainMoved();
        this.blocks.chainMoved(change);
      });
    });
  }

  /** Links to trackers, those given first. */
  get trackers(): readonly TrackerLink[] {
    return this.links.all();
  }

  /** This node's own id. */
  get peerId(): PeerId {
    return this.dependencies.signer.peerId;
  }

  /** Begins once the transport hands its sessions to this node. */
  async start(): Promise<void> {
    await this.membership.start();
    await this.discovery.start();
    this.links.start();
    this.healthChecks.start();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.links.stop();
    this.healthChecks.stop();
    this.transactions.stop();
    await this.discovery.stop();
    for (const peer of this.roster.all()) peer.session.disconnect('leaving');
    await this.sync.stop();
    await this.membership.stop();
  }

  /** Dials an address now, whoever is there; true when a peer is in session with us then. */
  async connect(endpoint: Endpoint): Promise<boolean> {
    return (await this.greeter.connect(endpoint, undefined)) !== undefined;
  }

  /** A session ended. A breach of the wire's own rules counts as one of the peer's. */
  closed(session: Session, reason: string): void {
    this.misbehaviour.report(session.peerId, reason);
    this.roster.remove(session, reason);
    this.links.of(session)?.lost(reason);
  }

  /** Answers a peer's greeting. */
  greeted(session: Session, message: ConnectMessage): Result<PeerWelcomeMessage, HandlerRefusal> {
    return this.greeter.greeted(session, message);
  }

  /** A peer asked for a health check and told where its chain ends. */
  healthChecked(session: Session, status: ChainStatus): ChainStatus {
    const peer = this.roster.of(session);
    if (peer !== undefined) this.learnStatus(peer, status);
    return statusOf(this.dependencies.chain);
  }

  heard<C extends OneWayCommand>(session: Session, command: C, message: OneWayMessages[C]): void {
    const tracker = this.links.of(session);
    if (command === 'INVALIDPEERID') tracker?.rejoin();
    const peer = this.roster.of(session);
    if (peer === undefined && tracker === undefined) return;
    this.membership.heard(command, message, peer);
    if (command !== 'ADDRESSES' && command !== 'TRACKERS') return;
    const { records } = message as OneWayMessages['ADDRESSES' | 'TRACKERS'];
    if ((peer?.budget.addressRecords ?? tracker?.addressRecords)?.take(records.length) !== true) return;
    if (command === 'TRACKERS') this.links.heard(session, records, peer);
    else if (peer === undefined) tracker?.heard(records);
    else this.discovery.learn(records, peer);
  }

  private newDiscovery(report: ReportBreach): Discovery {
    const { chain, transport, addressStore } = this.dependencies;
    return new Discovery({
      ...this.dependencies,
      book: this.book,
      store: addressStore,
      roster: this.roster,
      genesisHash: chain.network.genesisHash,
      listeningPort: () => transport.listening?.port,
      isBanned: (peerId) => this.misbehaviour.isBanned(peerId),
      connect: (endpoint, peerId) => this.greeter.connect(endpoint, peerId),
      report,
    });
  }

  private newGreeter(): Greeter {
    const { chain, transport, clock, agent } = this.dependencies;
    return new Greeter({
      membership: this.membership,
      chain,
      transport,
      clock,
      agent,
      roster: this.roster,
      listen: () => this.discovery.listen(),
      isBanned: (peerId) => this.misbehaviour.isBanned(peerId),
      seenAs: (voice, endpoint) => this.discovery.seenAs(voice, endpoint),
      welcomed: (peer) => inBackground(this.dependencies.log, 'welcoming a peer', () => this.welcomed(peer)),
      isStopped: () => this.stopped,
    });
  }

  private newTrackerLinks(report: ReportBreach): TrackerLinks {
    return new TrackerLinks({
      ...this.dependencies,
      given: this.dependencies.trackers,
      roster: this.roster,
      discovery: this.discovery,
      greeting: (session) => ({ ...this.greeter.greeting(), joinProof: this.membership.joinProof(session) }),
      admitted: (session, ticket) => this.membership.admitted(session, ticket),
      isTicketDue: (session) => this.membership.isTicketDue(session),
      mayJoin: (identityKey) => this.membership.takesFrom(identityKey),
      report,
    });
  }

  /** What is said on every new session with a peer, even one that takes the place of an older. */
  private async welcomed(peer: Peer): Promise<void> {
    // Our welcome goes out first: before it the other side takes nothing from us.
    await this.dependencies.clock.breathe();
    this.membership.welcomed(peer);
    this.links.welcome(peer);
    this.healthChecks.check(peer);
    this.sync.nudge();
    await Promise.all([this.discovery.welcome(peer), this.transactions.learnFrom(peer)]);
  }

  private learnStatus(peer: Peer, status: ChainStatus): void {
    peer.status = status;
    peer.known.set(status.tipHash, true);
    if (status.totalWork > this.dependencies.chain.tip.totalWork) this.sync.nudge();
  }

  private report(peer: Peer, code: string, refusal?: Refusal): void {
    if (!this.misbehaviour.report(peer.session.peerId, code, refusal)) return;
    this.dependencies.log.warn('a peer is banned', { peer: peer.session.peerId, code });
    peer.session.disconnect('banned');
  }
}
