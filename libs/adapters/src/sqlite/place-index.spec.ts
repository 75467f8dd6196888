import Database from 'better-sqlite3';
import fc from 'fast-check';
import { account, WrittenChain } from '#test/written-chain';
import type { Database as Connection } from './database.ts';
import { ChainSchema1790000000000 } from './migrations/chain-schema.migration.ts';
import { blockEntries, compareEntries, ENTRY_WORDS, type Place, type PlaceKey } from './place-entry.ts';
import { PlaceIndex } from './place-index.ts';

let database: Connection;
let index: PlaceIndex;
beforeEach(async () => {
  database = new Database(':memory:');
  const runner = { query: async (sql: string) => database.exec(sql) };
  await new ChainSchema1790000000000().up(runner as never);
  index = new PlaceIndex(database);
});
afterEach(() => database.close());

/** Entries as `blockEntries` would make them, of keys chosen by the test. */
function entriesOf(height: number, places: readonly (readonly [PlaceKey, number])[]): Uint32Array {
  const sorted = [...places]
    .map(([key, slot]) => Uint32Array.of(key.high, height, slot, key.low))
    .sort((left, right) => compareEntries(left, 0, right, 0));
  const entries = new Uint32Array(sorted.length * ENTRY_WORDS);
  for (const [i, entry] of sorted.entries()) entries.set(entry, i * ENTRY_WORDS);
  return entries;
}

const HOT: PlaceKey = { high: 0x8000_0000, low: 1 };
/** Begins like the hot key, and is another. */
const COUSIN: PlaceKey = { high: 0x8000_0000, low: 2 };

function keyOf(n: number): PlaceKey {
  return { high: Math.imul(n, 0x9e37_79b9) >>> 0, low: n };
}

/** How many runs and chunks there are, by level. */
function shape(): Record<string, number> {
  const rows = database.prepare('SELECT level, count(*) AS runs FROM place_run GROUP BY level').all();
  return Object.fromEntries((rows as { level: number; runs: number }[]).map(({ level, runs }) => [level, runs]));
}

describe('the place index', () => {
  it('finds every place of every key while runs merge through three levels, and across restarts', () => {
    const expected = new Map<number, Place[]>();
    for (let height = 1; height <= 900; height++) {
      const keys = [height % 97, 100 + (height % 13), 1000 + height];
      index.add(
        height,
        entriesOf(
          height,
          keys.map((n, slot) => [keyOf(n), slot]),
        ),
      );
      for (const [slot, n] of keys.entries()) expected.set(n, [{ height, slot }, ...(expected.get(n) ?? [])]);
      if (height % 111 === 0) index.reload();
      if (height % 100 !== 0) continue;
      for (const [n, places] of expected) expect([...index.search(keyOf(n))]).toEqual(places);
    }
    expect(Object.keys(shape())).toEqual(['0', '1', '2']);
    const runs = Object.values(shape()).reduce((sum, count) => sum + count, 0);
    expect(runs).toBeLessThan(3 * 42);
  });

  it('loses what a damaged part held and no more: merges come to their end without it', () => {
    const add = (height: number) => index.add(height, entriesOf(height, [[keyOf(height), 1]]));
    const kept = [4, 6, 60];
    for (let height = 1; height <= 20; height++) add(height);
    const damage = database.prepare('UPDATE place_chunk SET entries = ? WHERE run = ?');
    damage.run(Buffer.from([1, 2]), 3);
    const whole = database.prepare('SELECT entries FROM place_chunk WHERE run = 4').pluck().get() as Buffer;
    damage.run(Buffer.concat([whole, Buffer.from([7])]), 4);
    const empty = database.prepare('INSERT INTO place_chunk (run, first, entries) VALUES (?, ?, ?)');
    empty.run(5, Buffer.alloc(16, 0xff), Buffer.alloc(0));
    for (let height = 21; height <= 60; height++) add(height);
    expect([...index.search(keyOf(3))]).toEqual([]);
    for (const height of kept) expect([...index.search(keyOf(height))]).toEqual([{ height, slot: 1 }]);
    const entries = database.prepare('SELECT sum(length(entries)) / 16 FROM place_chunk').pluck().get();
    expect(entries).toBe(59);
  });

  it('finds the places of a key with more of them than a chunk holds, in order, from any place on', () => {
    const perBlock = 700;
    for (let height = 1; height <= 60; height++) {
      const hot = Array.from({ length: perBlock }, (_, slot) => [slot % 7 === 3 ? COUSIN : HOT, slot] as const);
      index.add(height, entriesOf(height, hot));
    }
    const hot = [...index.search(HOT)];
    expect(hot.length + [...index.search(COUSIN)].length).toBe(60 * perBlock);
    expect(hot[0]).toEqual({ height: 60, slot: 699 });
    for (const before of [hot[1], hot[5000], hot.at(-1)]) {
      const rest = hot.filter(
        (place) => before !== undefined && place.height * 1000 + place.slot < before.height * 1000 + before.slot,
      );
      expect([...index.search(HOT, before)]).toEqual(rest);
    }
    expect(index.search(HOT, { height: 0, slot: 0 }).next().done).toBe(true);
  });

  it('gives each place once when a block left after its run was merged, and came back', () => {
    for (let height = 1; height <= 40; height++) index.add(height, entriesOf(height, [[HOT, 1]]));
    for (let height = 40; height >= 5; height--) index.remove(height);
    for (let height = 5; height <= 90; height++) index.add(height, entriesOf(height, [[HOT, 1]]));
    const heights = [...index.search(HOT)].map(({ height }) => height);
    expect(heights).toEqual(Array.from({ length: 90 }, (_, i) => 90 - i));
  });

  it('removes a block that left before its run was merged without a trace', () => {
    for (let height = 1; height <= 5; height++) index.add(height, entriesOf(height, [[HOT, 1]]));
    for (let height = 5; height >= 3; height--) index.remove(height);
    expect([...index.search(HOT)].map(({ height }) => height)).toEqual([2, 1]);
    expect(database.prepare('SELECT count(*) FROM place_chunk').pluck().get()).toBe(2);
  });

  it('does about the same work for each write, however much there is', () => {
    const changes = database.prepare('SELECT total_changes()').pluck();
    const most = [0, 0];
    for (let height = 1; height <= 2000; height++) {
      const before = changes.get() as number;
      index.add(
        height,
        entriesOf(
          height,
          [1, 2, 3].map((slot) => [keyOf(height * 3 + slot), slot]),
        ),
      );
      const half = height <= 1000 ? 0 : 1;
      most[half] = Math.max(most[half] as number, (changes.get() as number) - before);
    }
    expect(most[1]).toBeLessThanOrEqual(2 * (most[0] as number));
  });

  it('agrees with a plain list for any keys, blocks and restarts', () => {
    const block = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 120 }), fc.nat(50), (blocks, restartEvery) => {
        database.exec('DELETE FROM place_run; DELETE FROM place_chunk');
        index.reload();
        const list: { readonly key: PlaceKey; readonly place: Place }[] = [];
        for (const [height, keys] of blocks.entries()) {
          const places = keys.map(([high, low], slot) => [{ high, low }, slot] as const);
          index.add(height, entriesOf(height, places));
          for (const [key, slot] of places) list.push({ key, place: { height, slot } });
          if (restartEvery > 0 && height % restartEvery === 0) index.reload();
        }
        for (let n = 0; n < 16; n++) {
          const key = { high: n >> 2, low: n & 3 };
          const same = list.filter((entry) => entry.key.high === key.high && entry.key.low === key.low);
          expect([...index.search(key)]).toEqual(same.map(({ place }) => place).reverse());
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the entries of a block', () => {
  it('are sorted, with each payment by id, sender and recipient, one to oneself by one account, and the reward', () => {
    const chain = new WrittenChain();
    chain.begin();
    chain.extend(
      [
        [1, 2],
        [3, 3],
        [2, 1],
      ],
      4,
    );
    const entries = blockEntries(chain.tip.block, 1);
    expect(entries.length / ENTRY_WORDS).toBe(3 + 2 + 3 + 1);
    for (let i = 1; i < entries.length / ENTRY_WORDS; i++) {
      expect(compareEntries(entries, i - 1, entries, i)).toBeLessThan(0);
    }
    const slots = (id: string) => {
      const found: number[] = [];
      for (let i = 0; i < entries.length; i += ENTRY_WORDS) {
        const key = [entries[i], entries[i + 3]].map((word) => (word as number).toString(16).padStart(8, '0')).join('');
        if (id.startsWith(key)) found.push(entries[i + 2] as number);
      }
      return found;
    };
    expect(slots(account(1))).toEqual([1, 3]);
    expect(slots(account(3))).toEqual([2]);
    expect(slots(account(4))).toEqual([0]);
  });

  it('leave out a reward of nothing', () => {
    const chain = new WrittenChain();
    chain.begin();
    expect(blockEntries(chain.tip.block, 0).length).toBe(0);
  });
});
