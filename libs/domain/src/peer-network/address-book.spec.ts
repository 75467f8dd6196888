import { ManualClock } from '#test/manual-clock';
import { testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { SeededRandom } from '#test/seeded-random';
import { AddressBook, MAX_KNOWN_ADDRESSES, MAX_MET_ADDRESSES } from './address-book.ts';
import { ADDRESS_LIFE_SECONDS, signAddressRecord } from './address-record.ts';
import type { Endpoint } from './endpoint.ts';
import type { AddressRecord } from './messages.ts';
import { peerIdOf } from './peer-id.ts';

const { genesisHash } = testNetwork();
const START_SECONDS = 1_800_000_000;
const SELF = testSigner(0).peerId;
const NOBODY = () => false;

describe('the address book', () => {
  let clock: ManualClock;
  let book: AddressBook;

  beforeEach(() => {
    clock = new ManualClock(START_SECONDS * 1000);
    book = new AddressBook(SELF, genesisHash, clock, new SeededRandom(1));
  });

  const recordOf = (seed: number, endpoint: Partial<Endpoint> = {}, at = START_SECONDS): AddressRecord =>
    signAddressRecord(
      testSigner(seed),
      genesisHash,
      { host: `10.1.${seed >> 8}.${seed & 255}`, port: 9009, ...endpoint },
      at,
    );
  const learn = (record: AddressRecord, source?: string) => {
    const learned = book.learn(record, source);
    return learned.ok ? learned.value : learned.refusal.code;
  };
  const due = (count = 100) => book.candidates(count, NOBODY);
  const idOf = (seed: number) => testSigner(seed).peerId;

  it('says what is news: a new node or one that moved, not a renewed signature, not something older', () => {
    expect(learn(recordOf(1))).toBe(true);
    expect(learn(recordOf(1))).toBe(false);
    expect(learn(recordOf(1, {}, START_SECONDS + 10))).toBe(false);
    expect(learn(recordOf(1, { port: 9010 }, START_SECONDS + 20))).toBe(true);
    expect(learn(recordOf(1, {}, START_SECONDS + 15))).toBe(false);
    expect(due()[0]?.endpoint.port).toBe(9010);
  });

  it('refuses what is wrong with its code, and takes nothing of it', () => {
    expect(learn({ ...recordOf(1), signature: new Uint8Array(64) })).toBe('address-record-signature');
    expect(book.size).toBe(0);
  });

  it('never holds this very node', () => {
    expect(learn(recordOf(0))).toBe(false);
    expect(book.size).toBe(0);
  });

  it('forgets what expires', () => {
    learn(recordOf(1));
    clock.advance(ADDRESS_LIFE_SECONDS * 1000);
    expect([due(), book.answerFor(idOf(2)), book.stored(), book.size]).toEqual([[], [], [], 0]);
  });

  it('dials an address that fails ever less often, one that was met before at least once a minute', () => {
    learn(recordOf(1));
    const waits = (): number[] =>
      Array.from({ length: 12 }, () => {
        book.dialled(idOf(1), false);
        let waitedMs = 0;
        for (; due().length === 0; waitedMs += 1_000) clock.advance(1_000);
        return waitedMs / 1_000;
      });
    expect(waits()).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
    book.dialled(idOf(1), true);
    expect(due()).toHaveLength(1);
    expect(waits()).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60]);
  });

  it('dials an address that failed though the clock was set back meanwhile', () => {
    learn(recordOf(1));
    book.dialled(idOf(1), false);
    expect(due()).toEqual([]);
    clock.set(-3_600_000);
    expect(due()).toHaveLength(1);
  });

  it('is not made to dial again by a new signature for the same address', () => {
    learn(recordOf(1));
    for (let i = 0; i < 9; i++) book.dialled(idOf(1), false);
    for (let i = 1; i < 50; i++) learn(recordOf(1, {}, START_SECONDS + i));
    expect(due()).toEqual([]);
    learn(recordOf(1, { host: '10.7.7.7' }, START_SECONDS + 60));
    expect(due()).toEqual([]);
  });

  it('tells all it knows when that is ten or fewer, without whoever asks', () => {
    for (let seed = 1; seed <= 11; seed++) learn(recordOf(seed));
    const told = book.answerFor(idOf(5)).map(({ identityKey }) => peerIdOf(identityKey));
    expect(told).toHaveLength(10);
    expect(told).not.toContain(idOf(5));
    learn(recordOf(12));
    expect(book.answerFor(idOf(5))).toHaveLength(10);
  });

  it('tells everybody the same ten on the same day, others on the next', () => {
    for (let seed = 1; seed <= 60; seed++) learn(recordOf(seed));
    const told = (asker: number) => book.answerFor(idOf(asker)).map(({ identityKey }) => peerIdOf(identityKey));
    const all = new Set<string>();
    for (let asker = 100; asker < 200; asker++) for (const id of told(asker)) all.add(id);
    expect(all.size).toBe(10);
    const asking = 1 + Array.from({ length: 60 }, (_, i) => idOf(i + 1)).findIndex((id) => told(100).includes(id));
    expect(told(asking)).toHaveLength(10);
    expect(told(asking)).not.toContain(idOf(asking));
    clock.advance(86_400_000);
    for (const id of told(100)) all.add(id);
    expect(all.size).toBeGreaterThan(10);
  });

  it('fills from one source only in part, so that nobody can replace it', () => {
    for (let seed = 1; seed <= 30; seed++) learn(recordOf(seed, { host: `${20 + seed}.1.1.1` }), `${100 + seed}.1.1.1`);
    const honest = book.size;
    for (let i = 0; i < 400; i++) learn(recordOf(1_000 + i, { host: `${1 + (i % 200)}.${i >> 4}.3.4` }), '66.66.1.1');
    expect(book.size - honest).toBeLessThanOrEqual(8 * 16);
    const kept = book.stored().filter(({ endpoint }) => endpoint.host.endsWith('.1.1.1')).length;
    expect(kept).toBe(honest);
  }, 20_000);

  it('gives the place of an address that keeps failing to another', () => {
    // All of one network group told by one source share one bucket of sixteen.
    const crowd = Array.from({ length: 17 }, (_, i) => recordOf(i + 1, { host: `20.20.1.${i}` }));
    expect(crowd.map((record) => learn(record, '66.66.1.1'))).toEqual([...Array(16).fill(true), false]);
    for (let i = 0; i < 3; i++) book.dialled(idOf(4), false);
    expect(learn(crowd[16] as AddressRecord, '66.66.1.1')).toBe(true);
    expect(book.stored().map(({ identityKey }) => peerIdOf(identityKey))).not.toContain(idOf(4));
  });

  it('keeps those it has met, the latest of them, however many it hears of', () => {
    for (let seed = 1; seed <= MAX_MET_ADDRESSES + 4; seed++) {
      learn(recordOf(seed));
      book.met(idOf(seed));
      clock.advance(1_000);
    }
    expect(book.size).toBe(MAX_MET_ADDRESSES);
    expect(book.size).toBeLessThan(MAX_KNOWN_ADDRESSES);
    const kept = new Set(book.stored().map(({ identityKey }) => peerIdOf(identityKey)));
    expect([1, 2, 3, 4, 5].map((seed) => kept.has(idOf(seed)))).toEqual([false, false, false, false, true]);
  });

  it('dials after a restart whom it met last, before those it only heard of', () => {
    for (let seed = 1; seed <= 20; seed++) learn(recordOf(seed));
    for (const seed of [7, 3, 11]) {
      clock.advance(60_000);
      book.met(idOf(seed));
    }
    const restarted = new AddressBook(SELF, genesisHash, clock, new SeededRandom(2));
    for (const address of book.stored()) restarted.restore(address);
    const first = restarted.candidates(6, NOBODY).map(({ identityKey }) => peerIdOf(identityKey));
    expect(first.slice(0, 3)).toEqual([idOf(11), idOf(3), idOf(7)]);
    expect(restarted.unmet(NOBODY)).toBeDefined();
  });

  it('takes no damaged record from what was kept', () => {
    book.restore({ ...recordOf(1), signature: new Uint8Array(64), lastMetAt: START_SECONDS });
    expect(book.size).toBe(0);
  });

  it('prefers networks that it holds no session with', () => {
    for (let i = 1; i <= 10; i++) learn(recordOf(i, { host: `20.20.1.${i}` }));
    learn(recordOf(11, { host: '30.30.1.1' }));
    learn(recordOf(12, { host: '40.40.1.1' }));
    const hosts = book.candidates(3, NOBODY, new Set(['ipv4 40.40'])).map(({ endpoint }) => endpoint.host);
    expect(hosts.slice(0, 2).some((host) => host === '30.30.1.1')).toBe(true);
    expect(hosts.filter((host) => host.startsWith('20.20'))).toHaveLength(2);
    expect(book.candidates(100, NOBODY)).toHaveLength(12);
  });

  it('leaves out whom the caller does', () => {
    learn(recordOf(1));
    learn(recordOf(2));
    expect(book.candidates(5, (id) => id === idOf(1))).toHaveLength(1);
    expect(book.unmet((id) => id === idOf(1) || id === idOf(2))).toBeUndefined();
  });
});
