import { ManualClock } from '#test/manual-clock';
import { testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { passMs } from '#test/peers/pass-time';
import { ScriptedSession } from '#test/peers/scripted-session';
import { ScriptedTransport } from '#test/peers/scripted-transport';
import { testPeer } from '#test/peers/test-peer';
import { SeededRandom } from '#test/seeded-random';
import { AddressBook } from './address-book.ts';
import { signAddressRecord } from './address-record.ts';
import { Explorer } from './explorer.ts';
import type { PeerId } from './peer-id.ts';
import { Roster } from './roster.ts';

const { genesisHash } = testNetwork();
const SELF = testSigner(0);

describe('a peer that needs nobody', () => {
  let clock: ManualClock;
  let roster: Roster;
  let book: AddressBook;
  let explorer: Explorer;
  let fixed: Set<PeerId>;

  const idOf = (seed: number): PeerId => testSigner(seed).peerId;
  const seedsHere = (): number[] => [1, 2, 3].filter((seed) => roster.get(idOf(seed)) !== undefined);

  /** A peer in session that was of use so long ago; who is dialled joins. */
  const join = (seed: number, usefulMsAgo = 0): void => {
    const session = new ScriptedSession({ seed, clock, direction: 'outbound' });
    session.onClose = (reason) => roster.remove(session, reason);
    const peer = testPeer(session, clock);
    peer.lastUsefulMs = usefulMsAgo === 0 ? 0 : clock.nowMs() - usefulMsAgo;
    if (roster.admission(session) === undefined) roster.add(peer);
  };

  const begin = (maxOutbound: number): void => {
    roster = new Roster(SELF.peerId, { maxInbound: 8, maxOutbound });
    explorer = new Explorer({
      book,
      roster,
      clock,
      maxOutbound,
      transport: new ScriptedTransport(),
      connect: async (_endpoint, expected) => {
        join([1, 2, 3].find((seed) => idOf(seed) === expected) as number);
        return expected;
      },
      isTaken: (id) => roster.get(id) !== undefined,
      isFixed: (id) => fixed.has(id),
      dialOne: (record, meet) => void meet(idOf([1, 2, 3].find((seed) => record.endpoint.port === seed) as number)),
    });
  };

  beforeEach(() => {
    clock = new ManualClock(1_800_000_000_000);
    fixed = new Set();
    book = new AddressBook(SELF.peerId, genesisHash, clock, new SeededRandom(3));
    for (const seed of [1, 2, 3]) {
      book.learn(signAddressRecord(testSigner(seed), genesisHash, { host: '10.2.0.1', port: seed }, 1_800_000_000));
      book.met(idOf(seed));
    }
  });

  it('meets a stranger all the same, and leaves it again when it was of no use', async () => {
    begin(2);
    join(1, 1_000);
    join(2, 2_000);
    explorer.explore();
    expect(seedsHere()).toEqual([1, 2, 3]);
    await passMs(clock, 31_000);
    expect(seedsHere()).toEqual([1, 2]);
  });

  it('keeps a stranger that brought something, and leaves who was of no use for longest', async () => {
    begin(2);
    join(1, 2_000);
    join(2, 1_000);
    explorer.explore();
    Object.assign(roster.get(idOf(3)) ?? {}, { lastUsefulMs: clock.nowMs() });
    await passMs(clock, 31_000);
    expect(seedsHere()).toEqual([2, 3]);
  });

  it('never leaves a peer that it is to stay connected with', async () => {
    begin(1);
    fixed.add(idOf(1));
    join(1);
    explorer.explore();
    const stranger = seedsHere().find((seed) => seed !== 1) as number;
    Object.assign(roster.get(idOf(stranger)) ?? {}, { lastUsefulMs: clock.nowMs() });
    await passMs(clock, 31_000);
    expect(seedsHere()).toEqual([1]);
  });

  it('dials nobody beyond what it wants while it has places, or wants none', () => {
    begin(2);
    join(1);
    explorer.explore();
    expect(seedsHere()).toEqual([1]);
    begin(0);
    explorer.explore();
    expect(seedsHere()).toEqual([]);
  });

  it('sets no timer any more once it is stopped', async () => {
    begin(1);
    join(1);
    explorer.explore();
    explorer.stop();
    expect(clock.timers).toBe(0);
  });
});
