import { type Clock, nowSeconds, type Timer } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import type { Log } from '../primitives/log.port.ts';
import { type Random, sample } from '../primitives/random.port.ts';
import type { AddressBook } from './address-book.ts';
import type { AddressBookStore } from './address-book-store.port.ts';
import { signAddressRecord } from './address-record.ts';
import { type Endpoint, formatEndpoint } from './endpoint.ts';
import type { AddressRecord } from './messages.ts';
import type { Peer } from './peer.ts';
import { type PeerId, peerIdOf } from './peer-id.ts';
import type { Roster } from './roster.ts';
import type { NodeSigner } from './transport.port.ts';

/** How often the address book is looked through for somebody to dial. */
const DIAL_INTERVAL_MS = 2_000;
/** A record is signed anew this often, well before it expires. */
const RENEW_RECORD_SECONDS = 12 * 3600;
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
  /** Where this node listens, as its owner says; else what others see is used. */
  readonly advertised: Endpoint | undefined;
  /** The port it listens on; undefined when it does not listen. */
  readonly listeningPort: () => number | undefined;
  readonly isBanned: (peerId: PeerId) => boolean;
  /** Sessions that this node dials by itself. */
  readonly maxOutbound: number;
  /** Peers to stay connected with, whatever anybody else says. */
  readonly fixedPeers: readonly Endpoint[];
  /** Dials and greets; true when the peer joined or is here already. */
  readonly connect: (endpoint: Endpoint, expected: PeerId | undefined) => Promise<boolean>;
  readonly report: (peer: Peer, code: string) => void;
}

/** Finds peers: keeps the address book, dials from it, makes this node known. */
export class Discovery {
  private timer: Timer | undefined;
  private readonly dialling = new Set<PeerId>();
  private readonly diallingFixed = new Set<string>();
  private seenHost: string | undefined;
  private ownRecord: AddressRecord | undefined;
  private stopped = false;

  constructor(private readonly dependencies: DiscoveryDependencies) {}

  /** Takes the kept addresses and begins to dial. */
  async start(): Promise<void> {
    for (const record of await this.dependencies.store.load()) this.dependencies.book.learn(record);
    this.tick();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.timer?.cancel();
    await this.dependencies.store.save(this.dependencies.book.records());
  }

  /** Somebody saw this node's connections come from this host. */
  seenAs({ host }: Endpoint): void {
    if (host !== '') this.seenHost = host;
  }

  /** This node's signed record, if it listens and knows where others can reach it. */
  record(): AddressRecord | undefined {
    const { advertised, listeningPort, signer, genesisHash, clock } = this.dependencies;
    const port = listeningPort();
    if (port === undefined) return undefined;
    const endpoint = advertised ?? (this.seenHost === undefined ? undefined : { host: this.seenHost, port });
    if (endpoint === undefined) return undefined;
    const now = nowSeconds(clock);
    const known = this.ownRecord;
    const isCurrent =
      known !== undefined &&
      formatEndpoint(known.endpoint) === formatEndpoint(endpoint) &&
      known.sequence + RENEW_RECORD_SECONDS > now;
    if (!isCurrent) this.ownRecord = signAddressRecord(signer, genesisHash, endpoint, now);
    return this.ownRecord;
  }

  /** Where this node says it listens in a greeting. */
  listen(): Endpoint {
    const port = this.dependencies.listeningPort() ?? 0;
    return this.dependencies.advertised ?? { host: this.seenHost ?? '', port };
  }

  /** Records that somebody sent: news go on to a few others. */
  learn(records: readonly AddressRecord[], from: Peer | undefined): void {
    const news: AddressRecord[] = [];
    for (const record of records) {
      const learned = this.dependencies.book.learn(record);
      if (learned.ok && learned.value) news.push(record);
      if (!learned.ok && from !== undefined) this.dependencies.report(from, learned.refusal.code);
    }
    if (news.length === 0) return;
    const others = this.dependencies.roster.all().filter((peer) => peer !== from);
    for (const peer of sample(this.dependencies.random, others, GOSSIP_FANOUT)) {
      peer.session.send('ADDRESSES', { records: news });
    }
    this.dial();
  }

  private tick(): void {
    if (this.stopped) return;
    this.dial();
    this.dialFixed();
    this.timer = this.dependencies.clock.setTimer(DIAL_INTERVAL_MS, () => this.tick());
  }

  private dial(): void {
    const { book, roster, isBanned, maxOutbound } = this.dependencies;
    const free = maxOutbound - roster.outbound() - this.dialling.size;
    if (free <= 0 || this.stopped) return;
    const skip = (id: PeerId) => roster.get(id) !== undefined || this.dialling.has(id) || isBanned(id);
    for (const record of book.candidates(free, skip)) void this.dialOne(record);
  }

  private dialFixed(): void {
    const { fixedPeers, roster } = this.dependencies;
    for (const endpoint of fixedPeers) {
      const name = formatEndpoint(endpoint);
      const isHere = roster.all().some(({ listen }) => listen !== undefined && formatEndpoint(listen) === name);
      if (!isHere && !this.diallingFixed.has(name)) void this.dialFixedOne(endpoint, name);
    }
  }

  private async dialFixedOne(endpoint: Endpoint, name: string): Promise<void> {
    this.diallingFixed.add(name);
    try {
      await this.dependencies.connect(endpoint, undefined);
    } catch (error) {
      this.dependencies.log.error('dialling failed', { peer: name, error: String(error) });
    } finally {
      this.diallingFixed.delete(name);
    }
  }

  private async dialOne(record: AddressRecord): Promise<void> {
    const { book, connect, log } = this.dependencies;
    const id = peerIdOf(record.identityKey);
    this.dialling.add(id);
    try {
      book.dialled(id, await connect(record.endpoint, id));
    } catch (error) {
      book.dialled(id, false);
      log.error('dialling failed', { peer: id, error: String(error) });
    } finally {
      this.dialling.delete(id);
    }
  }
}
