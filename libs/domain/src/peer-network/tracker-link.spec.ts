import { ManualClock } from '#test/manual-clock';
import { testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { passMs } from '#test/peers/pass-time';
import { type Script, ScriptedSession } from '#test/peers/scripted-session';
import { ScriptedTransport } from '#test/peers/scripted-transport';
import { SILENT_LOG } from '../primitives/log.port.ts';
import { signAddressRecord } from './address-record.ts';
import { REQUEST_TIMEOUT_MS } from './limits.ts';
import type { AddressRecord, ConnectMessage } from './messages.ts';
import { TrackerLink } from './tracker-link.ts';

const TRACKER = { host: '10.0.0.9', port: 9999 };
const SELF = testSigner(1);
const SEEN = { host: '10.0.0.1', port: 9009 };

describe('the link to a tracker', () => {
  let clock: ManualClock;
  let transport: ScriptedTransport;
  let link: TrackerLink;
  let sessions: ScriptedSession[];
  let learned: AddressRecord[];
  let seenAs: string[];
  let ownRecord: AddressRecord | undefined;
  let admitted: Uint8Array[];
  let isTicketDue: boolean;
  let isTwin: boolean;
  let joined: string[];

  beforeEach(() => {
    clock = new ManualClock(1_800_000_000_000);
    transport = new ScriptedTransport();
    [sessions, learned, seenAs, ownRecord] = [[], [], [], undefined];
    [admitted, isTicketDue] = [[], false];
    [isTwin, joined] = [false, []];
    link = new TrackerLink(TRACKER, {
      transport,
      clock,
      log: SILENT_LOG,
      greeting: () => ({ agent: 'test' }) as ConnectMessage,
      ownRecord: () => ownRecord,
      seenAs: (_, { host }) => seenAs.push(host),
      learn: (records) => learned.push(...records),
      isTwin: () => isTwin,
      joined: (id) => joined.push(id),
      admitted: (_session, ticket) => admitted.push(ticket),
      isTicketDue: () => isTicketDue,
    });
  });

  afterEach(() => link.stop());

  const record = (sequence: number) =>
    signAddressRecord(SELF, testNetwork().genesisHash, SEEN, Math.floor(clock.nowMs() / 1000) + sequence);

  /** A tracker at its place; `changes` make it a bad one. */
  const open = (changes: Script = {}): void => {
    transport.places.set('10.0.0.9:9999', () => {
      const session = new ScriptedSession({
        seed: 9,
        clock,
        remote: TRACKER,
        script: {
          PCONNECT: () => ({ command: 'TCONNECTACK', peerId: SELF.peerId, seenAs: SEEN, ticket: new Uint8Array(0) }),
          PLREQ: () => ({ command: 'ADDRESSES', records: [record(5)] }),
          ...changes,
        },
      });
      session.onClose = (reason) => {
        if (link.owns(session)) link.lost(reason);
      };
      sessions.push(session);
      return session;
    });
  };
  const asked = (index: number) => sessions[index]?.asked.join(' ');

  it('joins, learns how the tracker sees this node, and asks for peers again and again', async () => {
    open();
    link.start();
    await passMs(clock, 25_000);
    expect([link.connected, seenAs]).toEqual([true, ['10.0.0.1']]);
    expect(asked(0)).toBe('PCONNECT PLREQ PLREQ PLREQ');
    expect(learned).toHaveLength(3);
  });

  it('learns what the tracker tells unasked like what it answers', () => {
    link.heard([record(1)]);
    expect(learned).toEqual([record(1)]);
  });

  it('tells where this node is once it knows, and again when that changes', async () => {
    open();
    link.start();
    await passMs(clock, 5_000);
    expect(sessions[0]?.sent).toEqual([]);
    const first = record(0);
    ownRecord = first;
    await passMs(clock, 30_000);
    ownRecord = record(0);
    await passMs(clock, 30_000);
    expect(sessions[0]?.sent.map(({ message }) => message)).toEqual([{ records: [first] }, { records: [ownRecord] }]);
  });

  it('tries ever less often while nobody is there, and joins when the tracker comes', async () => {
    link.start();
    await passMs(clock, 63_000);
    expect(transport.dialled).toHaveLength(7);
    await passMs(clock, 300_000);
    expect(transport.dialled.length).toBeLessThanOrEqual(18);
    open();
    await passMs(clock, 31_000);
    expect(link.connected).toBe(true);
  });

  it('joins again after the tracker was away, waiting a second at first', async () => {
    open();
    link.start();
    await passMs(clock, 3_000);
    sessions[0]?.disconnect('connection-lost');
    expect(link.connected).toBe(false);
    await passMs(clock, 2_000);
    expect([link.connected, sessions.length]).toEqual([true, 2]);
  });

  it('joins anew on the same session when the tracker does not know it any more, once however often it is told', async () => {
    open();
    link.start();
    await passMs(clock, 1_000);
    for (let i = 0; i < 50; i++) link.rejoin();
    await passMs(clock, 1_000);
    expect(asked(0)).toBe('PCONNECT PLREQ PCONNECT PLREQ');
  });

  it.each<[what: string, changes: Script]>([
    ['is silent', { PCONNECT: () => 'silence' }],
    ['refuses', { PCONNECT: () => ({ refusal: 'tracker-full' }) }],
    [
      'is a peer',
      {
        PCONNECT: () => ({
          command: 'PCONNECTACK',
          agent: 'x',
          listen: SEEN,
          status: { height: 0, tipHash: '00' as never, totalWork: 0n },
          ticket: new Uint8Array(0),
          seenAs: SEEN,
        }),
      },
    ],
  ])('leaves one that %s, and tries again later', async (_what, changes) => {
    open(changes);
    link.start();
    await passMs(clock, REQUEST_TIMEOUT_MS + 1_000);
    expect([link.connected, sessions[0]?.closed]).toEqual([false, true]);
    open();
    await passMs(clock, 31_000);
    expect(link.connected).toBe(true);
  });

  it('hands on the ticket that it got, and asks for another when that is due', async () => {
    open();
    link.start();
    await passMs(clock, 5_000);
    expect(admitted).toEqual([new Uint8Array(0)]);
    isTicketDue = true;
    await passMs(clock, 10_000);
    expect([admitted.length, asked(0)]).toEqual([2, 'PCONNECT PLREQ PCONNECT PLREQ']);
  });

  it('waits quietly while another link holds a session with the same tracker, and then takes over', async () => {
    open();
    isTwin = true;
    link.start();
    await passMs(clock, 59_000);
    expect([transport.dialled.length, asked(0), sessions[0]?.closedBecause]).toEqual([1, '', 'tracker-linked-already']);
    expect([link.connected, link.peerId]).toEqual([false, undefined]);
    isTwin = false;
    await passMs(clock, 5_000);
    expect([link.connected, joined]).toEqual([true, [sessions[1]?.peerId]]);
  });

  it('tries again when the session ends in the very moment it was made', async () => {
    open();
    const make = transport.places.get('10.0.0.9:9999') as () => ScriptedSession;
    let dials = 0;
    transport.places.set('10.0.0.9:9999', () => {
      const session = make();
      if (++dials === 1) session.disconnect('connection-lost');
      return session;
    });
    link.start();
    await passMs(clock, 5_000);
    expect([link.connected, dials]).toEqual([true, 2]);
  });

  it('keeps asking although an answer failed', async () => {
    let asks = 0;
    open({ PLREQ: () => (++asks === 1 ? 'silence' : { command: 'ADDRESSES', records: [] }) });
    link.start();
    await passMs(clock, 35_000);
    expect(asks).toBeGreaterThanOrEqual(3);
    expect(link.connected).toBe(true);
  });

  it('says goodbye when it is stopped, and never comes back', async () => {
    open();
    link.start();
    await passMs(clock, 1_000);
    link.stop();
    await passMs(clock, 120_000);
    expect([sessions.length, sessions[0]?.closedBecause, clock.timers]).toEqual([1, 'leaving', 0]);
  });

  it('leaves a session that is made while it stops', async () => {
    open();
    link.start();
    link.stop();
    await passMs(clock, 5_000);
    expect(sessions[0]?.closedBecause).toBe('leaving');
    expect(link.connected).toBe(false);
  });
});
