import type { Clock, Timer } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import type { Log } from '../primitives/log.port.ts';
import { type Random, sample } from '../primitives/random.port.ts';
import { SerialQueue } from '../primitives/serial-queue.ts';
import { networkGroupOf } from '../tracker/network-group.ts';
import type { AddressBook } from './address-book.ts';
import type { AddressBookStore } from './address-book-store.port.ts';
import type { Endpoint } from './endpoint.ts';
import { Explorer } from './explorer.ts';
import { FixedPeers } from './fixed-peers.ts';
import { inBackground } from './in-background.ts';
import { MAX_ADDRESS_RECORDS, REQUEST_TIMEOUT_MS } from './limits.ts';
import type { AddressRecord } from './messages.ts';
import { OwnAddress } from './own-address.ts';
import type { Peer } from './peer.ts';
import { type PeerId, peerIdOf } from './peer-id.ts';
import type { ReportBreach } from './report-breach.ts';
import type { Roster } from './roster.ts';
import { TrackerBook } from './tracker-book.ts';
import type { NodeSigner, Transport } from './transport.port.ts';

/** How often the address book is looked through for somebody to dial. */
const DIAL_INTERVAL_MS = 2_000;
/** The book is kept this often, for when its peers were last met. */
const SAVE_INTERVAL_MS = 60_000;
/** News of addresses are kept so soon: a node that is killed in its first minute still knows whom to dial. */
const SAVE_NEWS_AFTER_MS = 5_000;
/** With all places taken, an address that was only heard of is tried this often, and one met before is met again. */
const EXPLORE_INTERVAL_MS = 120_000;
/** Kept addresses whose signatures are checked between two breaths: some ten milliseconds. */
const RECORDS_PER_BREATH = 8;
/** News of an address goes on to so many others: enough to reach everybody, no flood. */
const GOSSIP_FANOUT = 2;

export interface DiscoveryDependencies {
  readonly book: AddressBook;
  readonly store: AddressBookStore;
  readonly roster: Roster;
  readonly signer: NodeSigner;
  readonly genesisHash: Hash;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly transport: Pick<Transport, 'dial'>;
  /** Where this node listens, as its owner says; else what others see is used. */
  readonly advertised: Endpoint | undefined;
  /** The port it listens on; undefined when it does not listen. */
  readonly listeningPort: () => number | undefined;
  readonly isBanned: (peerId: PeerId) => boolean;
  /** Sessions that this node dials by itself. */
  readonly maxOutbound: number;
  /** Peers to stay connected with, whatever anybody else says. */
  readonly fixedPeers: readonly Endpoint[];
  /** Dials and greets; who is there, when it is a peer in session now. */
  readonly connect: (endpoint: Endpoint, expected: PeerId | undefined) => Promise<PeerId | undefined>;
  readonly report: ReportBreach;
}

/** Finds peers: keeps the address book, dials from it, makes this node known. */
export class Discovery {
  /** Trackers, given and learned, kept beside the peers. */
  readonly trackers: TrackerBook;
  private readonly timers = new Set<Timer>();
  private readonly dialling = new Set<PeerId>();
  private readonly fixed: FixedPeers;
  private readonly explorer: Explorer;
  private readonly own: OwnAddress;
  private readonly saves = new SerialQueue();
  private keepsSoon = false;
  private stopped = false;

  constructor(private readonly dependencies: DiscoveryDependencies) {
    this.fixed = new FixedPeers(dependencies);
    this.explorer = new Explorer({
      ...dependencies,
      isTaken: (id) => this.isTaken(id),
      isFixed: (id) => this.fixed.has(id),
      dialOne: (record, meet) => this.dialOne(record, meet),
    });
    this.trackers = new TrackerBook(dependencies.genesisHash, dependencies.clock);
    this.own = new OwnAddress({ ...dependencies, role: 'peer' });
  }

  /** Takes the kept addresses and begins to dial. */
  async start(): Promise<void> {
    const { store, book, clock } = this.dependencies;
    for (const [index, address] of (await store.load()).entries()) {
      if (index % RECORDS_PER_BREATH === RECORDS_PER_BREATH - 1) await clock.breathe();
      if (address.isTracker === true) this.trackers.restore(address);
      else book.restore(address);
    }
    this.every(DIAL_INTERVAL_MS, () => this.dialAll());
    this.every(SAVE_INTERVAL_MS, () => this.keep());
    this.every(EXPLORE_INTERVAL_MS, () => this.explorer.explore());
    this.dialAll();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.explorer.stop();
    for (const timer of this.timers) timer.cancel();
    try {
      await this.save();
    } catch (error) {
      this.dependencies.log.error('the addresses could not be kept', { error: String(error) });
    }
  }

  /** Somebody whom this node dialled saw its connection come from this host. */
  seenAs(voice: PeerId, { host }: Endpoint): void {
    this.own.seenAs(voice, host);
  }

  /** This node's signed record, if it listens and knows where others can reach it. */
  record(): AddressRecord | undefined {
    return this.own.record();
  }

  /** Where this node says it listens in a greeting. */
  listen(): Endpoint {
    return this.own.listen();
  }

  /**
   * Records that somebody sent: news go on to a few others. `from` is undefined for a tracker, `source` the host of who
   * told, undefined for a tracker that this node was given.
   */
  learn(records: readonly AddressRecord[], from: Peer | undefined, source = from?.session.remote.host): void {
    const { book, report, roster, random } = this.dependencies;
    const news: AddressRecord[] = [];
    for (const record of records.slice(0, MAX_ADDRESS_RECORDS)) {
      const learned = book.learn(record, source);
      if (learned.ok && learned.value) news.push(record);
      if (!learned.ok && from !== undefined) report(from, learned.refusal.code, learned.refusal);
    }
    if (news.length === 0) return;
    this.keepSoon();
    const others = roster.all().filter((peer) => peer !== from);
    for (const peer of sample(random, others, GOSSIP_FANOUT)) peer.session.send('ADDRESSES', { records: news });
    this.dial();
  }

  /** Tells a new peer where this node is, and asks for others. */
  async welcome(peer: Peer): Promise<void> {
    const record = this.record();
    if (record !== undefined) peer.session.send('ADDRESSES', { records: [record] });
    const answer = await peer.session.request('PLREQ', {}, REQUEST_TIMEOUT_MS);
    if (answer.ok) this.learn(answer.value.records, peer);
  }

  private keep(): void {
    inBackground(this.dependencies.log, 'keeping addresses', () => this.save());
  }

  /** Keeps what is known within seconds. News come in bursts, so that they are kept together. */
  keepSoon(): void {
    if (this.keepsSoon || this.stopped) return;
    this.keepsSoon = true;
    const timer = this.dependencies.clock.setTimer(SAVE_NEWS_AFTER_MS, () => {
      this.timers.delete(timer);
      this.keepsSoon = false;
      this.keep();
    });
    this.timers.add(timer);
  }

  private every(intervalMs: number, work: () => void): void {
    const timer = this.dependencies.clock.setTimer(intervalMs, () => {
      this.timers.delete(timer);
      if (this.stopped) return;
      this.every(intervalMs, work);
      work();
    });
    this.timers.add(timer);
  }

  private dialAll(): void {
    this.dial();
    this.fixed.dial();
  }

  private dial(): void {
    const { book, roster, maxOutbound } = this.dependencies;
    const outbound = roster.all().filter(({ session }) => session.direction === 'outbound');
    const chosen = outbound.filter(({ session }) => !this.fixed.has(session.peerId));
    const free = maxOutbound - chosen.length - this.dialling.size;
    if (free <= 0 || this.stopped) return;
    const groups = new Set(outbound.flatMap(({ session }) => networkGroupOf(session.remote.host) ?? []));
    for (const record of book.candidates(free, (id) => this.isTaken(id), groups)) {
      this.dialOne(record, async (id) => (await this.dependencies.connect(record.endpoint, id)) !== undefined);
    }
  }

  private isTaken(id: PeerId): boolean {
    const { roster, isBanned } = this.dependencies;
    return roster.get(id) !== undefined || this.dialling.has(id) || isBanned(id);
  }

  private dialOne(record: AddressRecord, meet: (id: PeerId) => Promise<boolean>): void {
    const { book, log } = this.dependencies;
    const id = peerIdOf(record.identityKey);
    this.dialling.add(id);
    inBackground(log, 'dialling', async () => {
      let isMet = false;
      try {
        isMet = await meet(id);
      } finally {
        this.dialling.delete(id);
        book.dialled(id, isMet);
      }
    });
  }

  /** One after the other: two that wrote at the same time would spoil each other's file. */
  private save(): Promise<void> {
    const { book, roster, store } = this.dependencies;
    return this.saves.run(async () => {
      // Whom this node holds a session with that it dialled is met now: dialled first after a restart.
      for (const { session } of roster.all()) if (session.direction === 'outbound') book.met(session.peerId);
      await store.save([...this.trackers.stored(), ...book.stored()]);
    });
  }
}
