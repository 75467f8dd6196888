import { ManualClock } from '#test/manual-clock';
import { testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { passMs } from '#test/peers/pass-time';
import { ScriptedSession } from '#test/peers/scripted-session';
import { ScriptedTransport } from '#test/peers/scripted-transport';
import { testPeer } from '#test/peers/test-peer';
import { SeededRandom } from '#test/seeded-random';
import { delay } from '../primitives/clock.port.ts';
import { SILENT_LOG } from '../primitives/log.port.ts';
import { AddressBook } from './address-book.ts';
import type { AddressBookStore, StoredAddress } from './address-book-store.port.ts';
import { ADDRESS_LIFE_SECONDS, signAddressRecord } from './address-record.ts';
import { Discovery } from './discovery.ts';
import { type Endpoint, formatEndpoint } from './endpoint.ts';
import type { AddressRecord } from './messages.ts';
import type { Peer } from './peer.ts';
import type { PeerId } from './peer-id.ts';
import { Roster } from './roster.ts';

const { genesisHash } = testNetwork();
const SELF = testSigner(0);

describe('discovery', () => {
  let clock: ManualClock;
  let roster: Roster;
  let book: AddressBook;
  let kept: readonly StoredAddress[];
  let store: AddressBookStore;
  let discovery: Discovery;
  let transport: ScriptedTransport;
  let reports: string[];
  let banned: Set<PeerId>;
  /** Who is at which place, by number; whoever is dialled there joins. */
  let places: Map<string, number>;
  let connects: string[];

  const begin = (changes: { maxOutbound?: number; fixedPeers?: Endpoint[] } = {}): void => {
    const { maxOutbound = 4, fixedPeers = [] } = changes;
    roster = new Roster(SELF.peerId, { maxInbound: 8, maxOutbound, fixedPeers });
    book = new AddressBook(SELF.peerId, genesisHash, clock, new SeededRandom(3));
    discovery = new Discovery({
      book,
      store,
      roster,
      transport,
      signer: SELF,
      genesisHash,
      clock,
      random: new SeededRandom(4),
      log: SILENT_LOG,
      advertised: undefined,
      listeningPort: () => 9009,
      isBanned: (id) => banned.has(id),
      maxOutbound,
      fixedPeers,
      connect: async (endpoint, expected) => {
        connects.push(formatEndpoint(endpoint));
        const seed = places.get(formatEndpoint(endpoint));
        if (seed === undefined || (expected !== undefined && testSigner(seed).peerId !== expected)) return undefined;
        join(seed, 'outbound');
        return testSigner(seed).peerId;
      },
      report: (_: Peer, code) => reports.push(code),
    });
  };

  beforeEach(() => {
    clock = new ManualClock(1_800_000_000_000);
    [reports, banned, places, connects] = [[], new Set(), new Map(), []];
    kept = [];
    store = {
      load: async () => [...kept],
      save: async (records) => {
        kept = records;
      },
    };
    transport = new ScriptedTransport();
    begin();
  });

  afterEach(() => discovery.stop());

  const endpointOf = (seed: number): Endpoint => ({ host: `10.2.0.${seed}`, port: 9009 });
  const recordOf = (seed: number): AddressRecord =>
    signAddressRecord(testSigner(seed), genesisHash, endpointOf(seed), Math.floor(clock.nowMs() / 1000));
  const join = (seed: number, direction: 'inbound' | 'outbound' = 'inbound') => {
    const session = new ScriptedSession({ seed, clock, direction });
    session.onClose = (reason) => roster.remove(session, reason);
    const peer = testPeer(session, clock);
    if (roster.admission(session) === undefined) roster.add(peer);
    return { peer, session };
  };
  const listens = (...seeds: number[]): void => {
    for (const seed of seeds) places.set(formatEndpoint(endpointOf(seed)), seed);
  };

  it('dials whom it learns of, as long as there are places', async () => {
    listens(1, 2, 3, 4, 5, 6);
    await discovery.start();
    discovery.learn([1, 2, 3, 4, 5, 6].map(recordOf), undefined);
    await passMs(clock, 10_000);
    expect(roster.outbound()).toBe(4);
    roster.all()[0]?.session.disconnect('gone');
    await passMs(clock, 10_000);
    expect(roster.outbound()).toBe(4);
  });

  it('keeps whom it learns of within seconds, so that a node killed in its first minute knows whom to dial', async () => {
    await discovery.start();
    discovery.learn([recordOf(1)], undefined);
    discovery.learn([recordOf(2)], undefined);
    expect(kept).toHaveLength(0);
    await passMs(clock, 6_000);
    expect(kept.map(({ endpoint }) => formatEndpoint(endpoint)).sort()).toEqual(['10.2.0.1:9009', '10.2.0.2:9009']);
    discovery.learn([recordOf(3)], undefined);
    await passMs(clock, 6_000);
    expect(kept).toHaveLength(3);
  });

  it('dials nobody who is banned, in session, or this very node', async () => {
    listens(1, 2);
    banned.add(testSigner(1).peerId);
    join(2);
    await discovery.start();
    discovery.learn(
      [recordOf(1), recordOf(2), signAddressRecord(SELF, genesisHash, endpointOf(9), 1_800_000_000)],
      undefined,
    );
    await passMs(clock, 10_000);
    expect(connects).toEqual([]);
  });

  it('passes news on to two others, what is old to nobody, and scores bad records', () => {
    const [teller, ...others] = [1, 2, 3, 4, 5].map((seed) => join(seed));
    const record = recordOf(20);
    discovery.learn([record, { ...recordOf(21), signature: new Uint8Array(64) }], teller?.peer);
    discovery.learn([record], teller?.peer);
    expect(reports).toEqual(['address-record-signature']);
    expect(teller?.session.sent).toEqual([]);
    const told = others.flatMap(({ session }) => session.sent.map(({ message }) => message));
    expect(told).toEqual([{ records: [record] }, { records: [record] }]);
  });

  it('signs its own address when most of those it dialled agree on it, and anew twice a day or when it moves', () => {
    expect(discovery.record()).toBeUndefined();
    discovery.seenAs(testSigner(1).peerId, { host: '10.2.0.200', port: 1 });
    const first = discovery.record();
    expect(first?.endpoint).toEqual({ host: '10.2.0.200', port: 9009 });
    clock.advance(3_600_000);
    expect(discovery.record()).toBe(first);
    clock.advance(12 * 3_600_000);
    const renewed = discovery.record() as AddressRecord;
    expect(renewed.sequence).toBeGreaterThan((first as AddressRecord).sequence);
    for (const seed of [2, 3]) discovery.seenAs(testSigner(seed).peerId, { host: '10.2.0.201', port: 1 });
    clock.advance(1_000);
    expect(discovery.record()?.endpoint.host).toBe('10.2.0.201');
    expect(discovery.listen()).toEqual({ host: '10.2.0.201', port: 9009 });
  });

  it('stays connected with fixed peers by whatever name, without dialling those who are there', async () => {
    const named = { host: 'localhost', port: 9009 };
    places.set('localhost:9009', 1);
    begin({ fixedPeers: [named, endpointOf(2)] });
    await discovery.start();
    await passMs(clock, 60_000);
    expect(connects.filter((name) => name === 'localhost:9009')).toHaveLength(1);
    const dead = connects.filter((name) => name === formatEndpoint(endpointOf(2))).length;
    expect(dead).toBeGreaterThan(3);
    expect(dead).toBeLessThan(9);
    roster.get(testSigner(1).peerId)?.session.disconnect('gone');
    await passMs(clock, 3_000);
    expect(roster.get(testSigner(1).peerId)).toBeDefined();
  });

  it('has places for fixed peers beside those that it chooses itself', async () => {
    await store.save([1, 2, 3, 4, 5, 6].map((seed) => ({ ...recordOf(seed), lastMetAt: 1_799_999_000 })));
    listens(1, 2, 3, 4, 5, 6, 7, 8, 9);
    begin({ maxOutbound: 4, fixedPeers: [7, 8, 9].map(endpointOf) });
    await discovery.start();
    await passMs(clock, 10_000);
    expect([7, 8, 9].map((seed) => roster.get(testSigner(seed).peerId) !== undefined)).toEqual([true, true, true]);
    expect(roster.outbound()).toBe(7);
  });

  it('finds its peers again after it was killed, from what it had kept', async () => {
    listens(1, 2, 3);
    await discovery.start();
    discovery.learn([1, 2, 3].map(recordOf), undefined);
    await passMs(clock, 61_000);
    for (const peer of roster.all()) peer.session.disconnect('killed');
    connects = [];
    clock = new ManualClock(clock.nowMs());
    begin();
    await discovery.start();
    await passMs(clock, 1_000);
    expect(roster.outbound()).toBe(3);
    expect(connects.sort()).toEqual([1, 2, 3].map((seed) => formatEndpoint(endpointOf(seed))));
  });

  it('forgets at a start what has expired meanwhile', async () => {
    await store.save([recordOf(1)]);
    clock.advance(ADDRESS_LIFE_SECONDS * 1000);
    await discovery.start();
    expect(book.size).toBe(0);
  });

  it('looks now and then whether somebody heard of is there, when it needs nobody', async () => {
    begin({ maxOutbound: 1 });
    listens(1);
    await discovery.start();
    discovery.learn([recordOf(1)], undefined);
    await passMs(clock, 3_000);
    expect(roster.outbound()).toBe(1);
    const feeler = new ScriptedSession({ seed: 2, clock });
    transport.places.set(formatEndpoint(endpointOf(2)), () => feeler);
    discovery.learn([recordOf(2)], undefined);
    await passMs(clock, 121_000);
    expect([transport.dialled, feeler.closedBecause]).toEqual([[formatEndpoint(endpointOf(2))], 'feeler-done']);
    expect(book.unmet(() => false)).toBeUndefined();
  });

  it('keeps its addresses one time after the other, however slow the disk is', async () => {
    await discovery.start();
    let [under, most] = [0, 0];
    store.save = async () => {
      most = Math.max(most, ++under);
      await delay(clock, 20_000);
      under--;
    };
    discovery.learn([recordOf(1)], undefined);
    await passMs(clock, 6_000);
    discovery.learn([recordOf(2)], undefined);
    await passMs(clock, 6_000);
    const stopped = discovery.stop();
    await passMs(clock, 90_000);
    await stopped;
    expect(most).toBe(1);
    store.save = async () => undefined;
  });

  it('is stopped though its addresses cannot be kept, and sets no timer any more', async () => {
    await discovery.start();
    store.save = () => Promise.reject(new Error('disk full'));
    await discovery.stop();
    expect(clock.timers).toBe(0);
  });
});
