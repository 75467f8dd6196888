import { ManualClock } from '#test/manual-clock';
import { testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { passMs } from '#test/peers/pass-time';
import { ScriptedSession } from '#test/peers/scripted-session';
import { ScriptedTransport } from '#test/peers/scripted-transport';
import { testPeer } from '#test/peers/test-peer';
import { SILENT_LOG } from '../primitives/log.port.ts';
import { signAddressRecord } from './address-record.ts';
import { type Endpoint, formatEndpoint } from './endpoint.ts';
import type { AddressRecord, ConnectMessage, OneWayMessages } from './messages.ts';
import { Roster } from './roster.ts';
import { TrackerBook } from './tracker-book.ts';
import { MAX_LEARNED_LINKS, TrackerLinks } from './tracker-links.ts';

const { genesisHash } = testNetwork();
const SELF = testSigner(0);
const SEEN = { host: '10.0.0.1', port: 9009 };

describe('links to trackers', () => {
  let clock: ManualClock;
  let transport: ScriptedTransport;
  let book: TrackerBook;
  let roster: Roster;
  let links: TrackerLinks;
  let sessions: ScriptedSession[];
  let reports: string[];
  let learned: (string | undefined)[];
  let keeps: number;

  beforeEach(() => {
    clock = new ManualClock(1_800_000_000_000);
    transport = new ScriptedTransport();
    book = new TrackerBook(genesisHash, clock);
    roster = new Roster(SELF.peerId, { maxInbound: 8, maxOutbound: 8 });
    [sessions, reports, learned, keeps] = [[], [], [], 0];
  });

  afterEach(() => links.stop());

  /** Each tracker in a network of its own. */
  const endpointOf = (seed: number): Endpoint => ({ host: `198.${seed}.0.1`, port: 9_999 });
  const recordOf = (seed: number, endpoint = endpointOf(seed)): AddressRecord =>
    signAddressRecord(testSigner(seed), genesisHash, endpoint, Math.floor(clock.nowMs() / 1000), 'tracker');

  const begin = (given: readonly Endpoint[] = [], mayJoin = (_key: Uint8Array): boolean => true): void => {
    links = new TrackerLinks({
      transport,
      clock,
      roster,
      given,
      mayJoin,
      log: SILENT_LOG,
      greeting: () => ({ agent: 'test' }) as ConnectMessage,
      admitted: () => undefined,
      isTicketDue: () => false,
      discovery: {
        trackers: book,
        record: () => undefined,
        seenAs: () => undefined,
        learn: (_records, _from, source) => learned.push(source),
        keepSoon: () => keeps++,
      },
      report: (_peer, code) => reports.push(code),
    });
    links.start();
  };

  /** A tracker that listens at this place and joins whoever asks. */
  const run = (seed: number, endpoint = endpointOf(seed)): void => {
    transport.places.set(formatEndpoint(endpoint), () => {
      const session = new ScriptedSession({
        seed,
        clock,
        remote: endpointOf(seed),
        script: {
          PCONNECT: () => ({ command: 'TCONNECTACK', peerId: SELF.peerId, seenAs: SEEN, ticket: new Uint8Array(0) }),
          PLREQ: () => ({ command: 'ADDRESSES', records: [] }),
        },
      });
      session.onClose = (reason) => links.of(session)?.lost(reason);
      sessions.push(session);
      return session;
    });
  };
  const join = (seed: number) => {
    const session = new ScriptedSession({
      seed,
      clock,
      direction: 'inbound',
      remote: { host: `203.${seed}.0.1`, port: 1 },
    });
    const peer = testPeer(session, clock);
    roster.add(peer);
    return { session, peer };
  };
  const connected = (): string[] =>
    links
      .all()
      .filter((link) => link.connected)
      .map(({ endpoint }) => formatEndpoint(endpoint));
  const dialsOf = (endpoint: Endpoint): number =>
    transport.dialled.filter((name) => name === formatEndpoint(endpoint)).length;
  const told = (session: ScriptedSession): AddressRecord[] =>
    session.sent.flatMap(({ command, message }) =>
      command === 'TRACKERS' ? (message as OneWayMessages['TRACKERS']).records : [],
    );

  it('joins a tracker that a peer tells of, keeps it, and passes it on once it has met it', async () => {
    run(10);
    begin();
    const [teller, other] = [join(1), join(2)];
    links.heard(teller.session, [recordOf(10)], teller.peer);
    expect(told(other.session)).toEqual([]);
    await passMs(clock, 5_000);
    expect(connected()).toEqual([formatEndpoint(endpointOf(10))]);
    expect([keeps > 0, told(other.session).length]).toEqual([true, 1]);
    const late = join(3);
    links.welcome(late.peer);
    expect(told(late.session)).toHaveLength(1);
    expect(learned.every((source) => source === endpointOf(10).host)).toBe(true);
  });

  it('passes nothing on of a liar who tells of trackers that nobody meets, and forgets them', async () => {
    run(66, endpointOf(20));
    begin();
    const [liar, other] = [join(1), join(2)];
    const lies = [20, 21, 22, 23].map((seed) => recordOf(seed));
    links.heard(liar.session, [{ ...recordOf(24), signature: new Uint8Array(64) }], liar.peer);
    links.heard(liar.session, lies, liar.peer);
    run(10);
    const honest = join(3);
    links.heard(honest.session, [recordOf(10)], honest.peer);
    await passMs(clock, 90_000);
    expect(connected()).toEqual([formatEndpoint(endpointOf(10))]);
    expect(told(other.session).map(({ endpoint }) => endpoint)).toEqual([endpointOf(10)]);
    expect([book.size, reports]).toEqual([1, ['address-record-signature']]);
  });

  it('hears from a tracker only of itself', async () => {
    run(10);
    begin([endpointOf(10)]);
    await passMs(clock, 1_000);
    const session = sessions[0] as ScriptedSession;
    links.heard(session, [recordOf(11), recordOf(10)], undefined);
    expect(book.toTell().map(({ endpoint }) => endpoint)).toEqual([endpointOf(10)]);
    expect(book.size).toBe(1);
  });

  it('joins few of those learned, one of a network, and always all that were given', async () => {
    const given = [30, 31].map(endpointOf);
    for (const seed of [10, 11, 12, 13, 30, 31]) run(seed);
    const neighbour = { host: '198.10.0.2', port: 9_999 };
    run(14, neighbour);
    begin(given);
    const tellers = [1, 2, 3].map(join);
    const records = [recordOf(10), recordOf(14, neighbour), recordOf(11), recordOf(12), recordOf(13)];
    for (const [index, record] of records.entries()) {
      const teller = tellers[index % 3] as ReturnType<typeof join>;
      links.heard(teller.session, [record], teller.peer);
    }
    await passMs(clock, 20_000);
    const names = connected();
    expect(names.slice(0, 2)).toEqual(given.map(formatEndpoint));
    expect(names).toHaveLength(2 + MAX_LEARNED_LINKS);
    expect(names).not.toContain(formatEndpoint(neighbour));
    // Those it has no place for were looked at, and count as met.
    expect(book.stored()).toHaveLength(5);
    expect(sessions.some(({ closedBecause }) => closedBecause === 'feeler-done')).toBe(true);
  });

  it('holds one session with a tracker that it was given under two names', async () => {
    const [one, other] = [endpointOf(10), { host: 'localhost', port: 9_999 }];
    run(10, one);
    run(10, other);
    begin([one, other]);
    await passMs(clock, 150_000);
    expect(connected()).toEqual([formatEndpoint(one)]);
    expect([dialsOf(one), dialsOf(other)]).toEqual([1, 3]);
    transport.places.delete(formatEndpoint(one));
    sessions[0]?.disconnect('gone');
    await passMs(clock, 70_000);
    expect(connected()).toEqual([formatEndpoint(other)]);
  });

  it('does not link a second time a tracker that it was given under another name', async () => {
    run(10);
    const name = { host: 'tracker.example', port: 9_999 };
    run(10, name);
    begin([name]);
    await passMs(clock, 1_000);
    const { session, peer } = join(1);
    links.heard(session, [recordOf(10)], peer);
    await passMs(clock, 60_000);
    expect(connected()).toEqual([formatEndpoint(name)]);
    // It was looked at where it says, once, and may be passed on.
    expect([dialsOf(endpointOf(10)), book.toTell().length]).toEqual([1, 1]);
  });

  it('lets the link to a tracker that was given come before one that was learned', async () => {
    const name = { host: 'tracker.example', port: 9_999 };
    run(10);
    begin([name]);
    const { session, peer } = join(1);
    links.heard(session, [recordOf(10)], peer);
    await passMs(clock, 5_000);
    expect(connected()).toEqual([formatEndpoint(endpointOf(10))]);
    run(10, name);
    await passMs(clock, 40_000);
    expect(connected()).toEqual([formatEndpoint(name)]);
  });

  it('finds a learned tracker again that was away, and one that moved', async () => {
    run(10);
    begin();
    const { session, peer } = join(1);
    links.heard(session, [recordOf(10)], peer);
    await passMs(clock, 5_000);
    transport.places.clear();
    sessions[0]?.disconnect('gone');
    await passMs(clock, 30_000);
    expect(connected()).toEqual([]);
    const moved = { host: '198.10.0.1', port: 7_777 };
    run(10, moved);
    links.heard(session, [recordOf(10, moved)], peer);
    await passMs(clock, 5_000);
    expect(connected()).toEqual([formatEndpoint(moved)]);
  });

  it('joins no learned tracker whose key is not trusted, where some are', async () => {
    run(10);
    begin([], () => false);
    const { session, peer } = join(1);
    links.heard(session, [recordOf(10)], peer);
    await passMs(clock, 10_000);
    expect([connected(), book.toTell().length]).toEqual([[], 1]);
  });

  it('sets no timer any more once it is stopped', async () => {
    run(10);
    begin([endpointOf(11)]);
    const { session, peer } = join(1);
    links.heard(session, [recordOf(10)], peer);
    await passMs(clock, 3_000);
    links.stop();
    await passMs(clock, 120_000);
    expect([clock.timers, connected()]).toEqual([0, []]);
  });
});
