import { ManualClock } from '#test/manual-clock';
import { testSigner } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { ADDRESS_LIFE_SECONDS, signAddressRecord } from './address-record.ts';
import type { AddressRecord } from './messages.ts';
import { MAX_HEARD_OF_A_SOURCE, MAX_HEARD_TRACKERS, MAX_MET_TRACKERS, TrackerBook } from './tracker-book.ts';

const { genesisHash } = testNetwork();
const TELLER = '192.0.2.1';

describe('the book of trackers', () => {
  let clock: ManualClock;
  let book: TrackerBook;

  beforeEach(() => {
    clock = new ManualClock(1_800_000_000_000);
    book = new TrackerBook(genesisHash, clock);
  });

  const idOf = (seed: number) => testSigner(seed).peerId;
  const recordOf = (seed: number, port = 9_999, role: 'peer' | 'tracker' = 'tracker'): AddressRecord => {
    const endpoint = { host: `10.3.0.${seed}`, port };
    return signAddressRecord(testSigner(seed), genesisHash, endpoint, Math.floor(clock.nowMs() / 1000), role);
  };
  const meet = (seed: number): void => {
    book.learn(recordOf(seed), `198.51.${seed}.1`);
    book.met(idOf(seed));
    clock.advance(1_000);
  };
  const isNews = (record: AddressRecord, source = TELLER) => {
    const learned = book.learn(record, source);
    return learned.ok ? learned.value : learned.refusal.code;
  };

  it('takes what a tracker signed as such, and nothing else', () => {
    expect(isNews(recordOf(1, 9_999, 'peer'))).toBe('address-record-signature');
    expect(isNews({ ...recordOf(1), endpoint: { host: '10.3.0.2', port: 1 } })).toBe('address-record-signature');
    const record = recordOf(1);
    expect([isNews(record), isNews(record)]).toEqual([true, false]);
  });

  it('has few places for what one network tells, so that a liar leaves places for others', () => {
    const told = [1, 2, 3, 4, 5].map((seed) => isNews(recordOf(seed), `192.0.${seed}.77`));
    expect(told.filter((news) => news === true)).toHaveLength(MAX_HEARD_OF_A_SOURCE);
    expect(isNews(recordOf(6), '198.51.100.1')).toBe(true);
    for (let seed = 10; seed < 40; seed++) book.learn(recordOf(seed), `${seed}.1.1.1`);
    expect(book.size).toBe(MAX_HEARD_TRACKERS);
  });

  it('forgets within a minute who was never met, and has a place for another', () => {
    for (let i = 0; i < MAX_HEARD_OF_A_SOURCE; i++) book.learn(recordOf(i + 1), TELLER);
    expect(isNews(recordOf(7))).toBe(false);
    for (let seconds = 0; seconds < 60; seconds++) {
      for (const { id } of book.due()) book.failed(id);
      clock.advance(1_000);
    }
    expect(book.size).toBe(0);
    expect(isNews(recordOf(7))).toBe(true);
  });

  it('passes on only who was met, once, and again when it signed anew, once a minute at most', () => {
    book.learn(recordOf(1), TELLER);
    expect([book.news(), book.toTell()]).toEqual([[], []]);
    book.met(idOf(1));
    expect(book.news()).toHaveLength(1);
    expect([book.news().length, book.toTell().length]).toEqual([0, 1]);
    for (let seconds = 1; seconds < 60; seconds++) {
      clock.advance(1_000);
      expect([isNews(recordOf(1)), book.news().length]).toEqual([true, 0]);
    }
    clock.advance(1_000);
    expect(book.news()).toHaveLength(1);
  });

  it('passes on who moved only after it was met there', () => {
    meet(1);
    expect(isNews(recordOf(1, 7_777))).toBe(true);
    expect(book.toTell()).toEqual([]);
    book.met(idOf(1));
    expect(book.toTell().map(({ endpoint }) => endpoint.port)).toEqual([7_777]);
  });

  it('keeps who was met last, whatever is heard', () => {
    for (let seed = 1; seed <= MAX_MET_TRACKERS + 3; seed++) meet(seed);
    for (let seed = 50; seed < 80; seed++) book.learn(recordOf(seed), `${seed}.1.1.1`);
    const kept = book.stored().map(({ endpoint }) => endpoint.host);
    expect(kept).toEqual(Array.from({ length: MAX_MET_TRACKERS }, (_, i) => `10.3.0.${MAX_MET_TRACKERS + 3 - i}`));
  });

  it('keeps who is in session, however many come after it', () => {
    meet(1);
    for (let seed = 2; seed <= 2 * MAX_MET_TRACKERS; seed++) {
      book.staysInSession(idOf(1));
      meet(seed);
    }
    expect(book.stored().map(({ endpoint }) => endpoint.host)).toContain('10.3.0.1');
    book.learn(recordOf(40), TELLER);
    book.staysInSession(idOf(40));
    expect(book.stored().map(({ endpoint }) => endpoint.host)).not.toContain('10.3.0.40');
  });

  it('dials at first whom it met last, who fails ever less often, and at least once a minute', () => {
    for (const seed of [1, 2]) meet(seed);
    book.learn(recordOf(3), TELLER);
    expect(book.due().map(({ id }) => id)).toEqual([idOf(2), idOf(1), idOf(3)]);
    let dials = 0;
    for (let seconds = 0; seconds < 600; seconds++) {
      for (const { id } of book.due().filter((tracker) => tracker.id === idOf(1))) {
        dials++;
        book.failed(id);
      }
      clock.advance(1_000);
    }
    expect(dials).toBeGreaterThanOrEqual(14);
    expect(dials).toBeLessThan(20);
  });

  it('comes back from what was kept, without what was damaged or has expired meanwhile', () => {
    meet(1);
    meet(2);
    const [second, first] = book.stored();
    if (first === undefined || second === undefined) throw new Error('two were met');
    const again = new TrackerBook(genesisHash, clock);
    again.restore({ ...second, signature: new Uint8Array(64) });
    again.restore(first);
    expect(again.stored()).toEqual([first]);
    clock.advance(ADDRESS_LIFE_SECONDS * 1_000);
    const late = new TrackerBook(genesisHash, clock);
    late.restore(first);
    expect([late.size, again.stored()]).toEqual([0, []]);
  });
});
