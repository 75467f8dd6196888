import type { MiningProgress } from '#domain/mining/miner.port';
import { CancellationSource } from '#domain/primitives/cancellation';
import { until } from '../../../../test/support/until.ts';
import { headerHashValue } from './header-hash.ts';
import { CHUNK_NONCES, SearchControl } from './search-control.ts';
import { WorkerMiner, type WorkerMinerOptions } from './worker-miner.ts';

const IMPOSSIBLE = 0n;

const MORTAL_WORKER = new URL('../../../../test/fixtures/mortal-mine.worker.mjs', import.meta.url);

function header(fill = 1): Uint8Array {
  return new Uint8Array(80).fill(fill);
}

async function withMiner(use: (miner: WorkerMiner) => Promise<void>, options?: WorkerMinerOptions): Promise<void> {
  const miner = new WorkerMiner(options);
  try {
    await use(miner);
  } finally {
    await miner.close();
  }
}

describe('a miner on threads', () => {
  it.each(['simd', 'scalar'] as const)('finds a nonce whose hash meets the target with the %s kernel', (kernel) =>
    withMiner(
      async (miner) => {
        for (const target of [2n ** 255n, 2n ** 248n, 2n ** 240n + 12345n]) {
          const outcome = await miner.search({ header: header(), target, threads: 2 });
          if (outcome.kind !== 'found') throw new Error(`ended as ${outcome.kind}`);
          expect(headerHashValue(header(), outcome.nonce)).toBeLessThanOrEqual(target);
          expect(outcome.hashes).toBeGreaterThan(0);
        }
      },
      { kernel },
    ),
  );

  it('compares the whole hash, not only its top word', () =>
    withMiner(async (miner) => {
      const value = headerHashValue(header(), 5);
      const nonces = { start: 5, count: 1 };
      const search = { header: header(), threads: 1, nonces };
      expect(await miner.search({ ...search, target: value })).toEqual({ kind: 'found', nonce: 5, hashes: 1 });
      expect(await miner.search({ ...search, target: value - 1n })).toEqual({ kind: 'exhausted', hashes: 1 });
    }));

  it('tries every nonce exactly once, however many threads share them', () =>
    withMiner(async (miner) => {
      const count = 20 * CHUNK_NONCES + 4321;
      const nonces = { start: 2 ** 32 - count, count };
      const outcome = await miner.search({ header: header(), target: IMPOSSIBLE, threads: 3, nonces });
      expect(outcome).toEqual({ kind: 'exhausted', hashes: count });
      expect(miner.threadCount).toBe(3);
    }));

  it(
    'finds the only nonce of a range, wherever it lies',
    () =>
      withMiner(async (miner) => {
        const count = 3 * CHUNK_NONCES;
        const values = Array.from({ length: count }, (_, nonce) => headerHashValue(header(9), nonce));
        const best = values.reduce((lowest, value, nonce) => (value < (values[lowest] as bigint) ? nonce : lowest), 0);
        const target = values[best] as bigint;
        const outcome = await miner.search({ header: header(9), target, threads: 2, nonces: { start: 0, count } });
        expect(outcome).toMatchObject({ kind: 'found', nonce: best });
      }),
    20_000,
  );

  it('ends a search at once when it is cancelled, and starts the next one on the same threads', () =>
    withMiner(async (miner) => {
      const cancellation = new CancellationSource();
      const progress: MiningProgress[] = [];
      const outcome = miner.search({
        header: header(),
        target: IMPOSSIBLE,
        threads: 2,
        cancellation,
        onProgress: (one) => progress.push(one),
      });
      await until(() => (progress.at(-1)?.hashesPerSecond ?? 0) > 0);
      cancellation.abort();
      const nextTurn = new Promise((resolve) => setImmediate(resolve, { kind: 'too late' }));
      expect(await Promise.race([outcome, nextTurn])).toMatchObject({ kind: 'cancelled' });
      const next = await miner.search({ header: header(2), target: 2n ** 250n, threads: 2 });
      expect(next.kind).toBe('found');
      expect(miner.threadCount).toBe(2);
    }));

  it('goes on with another thread when one dies', () =>
    withMiner(
      async (miner) => {
        const nonces = { start: 0, count: 5 * CHUNK_NONCES };
        const outcome = await miner.search({ header: header(0xee), target: IMPOSSIBLE, threads: 2, nonces });
        expect(outcome).toEqual({ kind: 'exhausted', hashes: 4 * CHUNK_NONCES });
        expect(miner.threadCount).toBe(2);
      },
      { workerFile: MORTAL_WORKER },
    ));

  it('gives a search up when its threads keep dying, and is ready for the next', () =>
    withMiner(
      async (miner) => {
        const search = miner.search({ header: header(0xed), target: IMPOSSIBLE, threads: 1 });
        await expect(search).rejects.toThrow('keep dying');
        expect((await miner.search({ header: header(), target: 2n ** 255n, threads: 1 })).kind).toBe('found');
      },
      { workerFile: MORTAL_WORKER },
    ));

  it('does not begin what is cancelled already', () =>
    withMiner(async (miner) => {
      const cancellation = new CancellationSource();
      cancellation.abort();
      const outcome = await miner.search({ header: header(), target: IMPOSSIBLE, threads: 1, cancellation });
      expect(outcome).toEqual({ kind: 'cancelled', hashes: 0 });
      expect(miner.threadCount).toBe(0);
    }));

  it('runs one search at a time', () =>
    withMiner(async (miner) => {
      const cancellation = new CancellationSource();
      const first = miner.search({ header: header(), target: IMPOSSIBLE, threads: 1, cancellation });
      await expect(miner.search({ header: header(), target: IMPOSSIBLE, threads: 1 })).rejects.toThrow('under way');
      cancellation.abort();
      expect((await first).kind).toBe('cancelled');
    }));

  it('ends its threads when it closes, and the search with them', async () => {
    const miner = new WorkerMiner();
    const outcome = miner.search({ header: header(), target: IMPOSSIBLE, threads: 2 });
    await miner.close();
    expect((await outcome).kind).toBe('cancelled');
    expect(miner.threadCount).toBe(0);
    await expect(miner.search({ header: header(), target: IMPOSSIBLE, threads: 1 })).rejects.toThrow('closed');
  });

  it('ends threads that have been without work for a while, and starts others when there is some', () =>
    withMiner(
      async (miner) => {
        await miner.search({ header: header(), target: 2n ** 255n, threads: 2 });
        await until(() => miner.threadCount === 0);
        expect((await miner.search({ header: header(), target: 2n ** 255n, threads: 1 })).kind).toBe('found');
      },
      { idleMs: 10 },
    ));

  it('leaves the event loop free', () =>
    withMiner(async (miner) => {
      const cancellation = new CancellationSource();
      const outcome = miner.search({ header: header(), target: IMPOSSIBLE, threads: 2, cancellation });
      let turns = 0;
      for (const end = performance.now() + 200; performance.now() < end; turns++) await new Promise(setImmediate);
      expect(turns).toBeGreaterThan(100);
      cancellation.abort();
      await outcome;
    }));
});

describe('the memory that threads share', () => {
  it('hands out chunks that do not overlap and leave no hole', () => {
    const one = new SearchControl({ threads: 2 });
    const other = new SearchControl({ buffer: one.buffer });
    const range = { start: 100, count: 2 * CHUNK_NONCES + 7 };
    expect([one, other, one, other].map((control) => control.takeChunk(range))).toEqual([
      { start: 100, count: CHUNK_NONCES },
      { start: 100 + CHUNK_NONCES, count: CHUNK_NONCES },
      { start: 100 + 2 * CHUNK_NONCES, count: 7 },
      undefined,
    ]);
  });

  it('counts beyond 32 bits', () => {
    const control = new SearchControl({ threads: 1 });
    control.addHashes(0, 2 ** 32 - 1);
    control.addHashes(0, 2);
    expect(control.hashes()).toBe(2 ** 32 + 1);
  });
});
