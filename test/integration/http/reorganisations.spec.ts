import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventRecorder } from '#adapters/events/event-recorder';
import { MemoryEventJournal } from '#adapters/memory/memory-event-journal';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import { SqliteEventJournal } from '#adapters/sqlite/sqlite-event-journal';
import { SystemClock } from '#adapters/system/system-clock';
import type { Network } from '#domain/network-params/network';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { handOverRivalChain } from '#test/http/rival-chain';
import { startTestPeer, type TestPeer } from '#test/http/test-peer';
import { testAllocations, testNetwork } from '#test/network';
import { testTransfer } from '#test/transfer';

interface Place {
  readonly hash: string;
  readonly height: number;
}

interface Branch {
  readonly tip: Place;
  readonly totalWork: string;
  readonly length: number;
  readonly blocks: readonly Place[];
}

interface Record {
  readonly number: number;
  readonly forkPoint: Place;
  readonly abandoned: Branch;
  readonly adopted: Branch;
  readonly transactionCount: number;
  readonly transactions: readonly {
    readonly id: string;
    readonly fate: string;
    readonly block: Place | null;
    readonly reason: { readonly code: string; readonly rule: string; readonly values: object } | null;
  }[];
}

interface Page {
  readonly reorganisations: readonly Record[];
  readonly next: string | null;
}

const network: Network = testNetwork({ allocations: testAllocations(6, 1_000_000) });

function transfer(from: number, nonce: number, amount = 1) {
  return testTransfer(network, { from, to: 5, nonce, amount, fee: 400 });
}

async function pay({ node }: Pick<TestPeer, 'node'>, from: number, nonce: number, amount = 1): Promise<string> {
  const { bytes, id } = transfer(from, nonce, amount);
  const submitted = await node.transactions.submit(bytes, 'own');
  if (!submitted.ok) throw new Error(submitted.refusal.code);
  return id;
}

const list = async (peer: TestPeer, query = '') => {
  await peer.events.idle();
  return peer.api.ok<Page>('GET', `/v1/reorganisations${query}`);
};

describe('reorganisations', () => {
  it('are told with the fork point, both branches, and what became of each transaction', async () => {
    const peer = await startTestPeer({ network });
    try {
      expect(await list(peer)).toEqual({ reorganisations: [], next: null });
      const [both, spent, returning] = [await pay(peer, 1, 0), await pay(peer, 2, 0), await pay(peer, 3, 0)];
      await peer.mine(2);
      const lost = await Promise.all([1, 2].map((height) => peer.node.queries.blockAt(height)));
      // The rival's chain has the first one too, and another payment with the nonce of the second.
      await handOverRivalChain(peer, 3, [transfer(1, 0), transfer(2, 0, 77)]);
      const { reorganisations, next } = await list(peer);
      expect([reorganisations.length, next]).toEqual([1, null]);
      const [record] = reorganisations as [Record];
      expect(record).toMatchObject({ number: 1, forkPoint: { hash: network.genesisHash, height: 0 } });
      const places = lost.map((found) => ({ hash: found?.entry.hash, height: found?.entry.height }));
      expect(record.abandoned).toEqual({ tip: places[1], totalWork: '6', length: 2, blocks: places });
      expect(record.adopted).toMatchObject({ totalWork: '8', length: 3 });
      expect(record.adopted.tip.hash).toBe(peer.node.chain.tip.hash);
      expect(record.adopted.blocks.map(({ height }) => height)).toEqual([1, 2, 3]);
      expect(record.transactionCount).toBe(3);
      const fates = new Map(record.transactions.map(({ id, ...told }) => [id, told]));
      expect(fates.get(both)).toEqual({ fate: 'moved', block: record.adopted.blocks[0], reason: null });
      expect(fates.get(returning)).toEqual({ fate: 'returned', block: null, reason: null });
      expect(fates.get(spent)).toEqual({
        fate: 'dropped',
        block: null,
        reason: { code: 'mempool-nonce-used', rule: expect.stringMatching(/\.$/), values: { nonce: 0, expected: 1 } },
      });
    } finally {
      await peer.close();
    }
  });

  it('come newest first, page by page', async () => {
    const peer = await startTestPeer({ network });
    try {
      await peer.mine(1);
      for (const length of [2, 3, 4]) await handOverRivalChain(peer, length, [], length);
      const numbers: number[] = [];
      let query = '?limit=2';
      for (let pages = 0; pages < 3; pages++) {
        const page = await list(peer, query);
        numbers.push(...page.reorganisations.map(({ number }) => number));
        if (page.next === null) break;
        query = `?limit=2&before=${page.next}`;
      }
      expect(numbers).toEqual([3, 2, 1]);
      expect(await peer.api.refusal('GET', '/v1/reorganisations?before=x')).toBe('400 request-invalid');
    } finally {
      await peer.close();
    }
  });

  it('are made up for when the peer ended before it noted them', async () => {
    class LosingJournal extends MemoryEventJournal {
      isLosing = false;
      override async append(...batch: Parameters<MemoryEventJournal['append']>): Promise<void> {
        if (!this.isLosing) await super.append(...batch);
      }
    }
    const journal = new LosingJournal();
    const first = await startTestPeer({ network, journal });
    const id = await pay(first, 1, 0);
    await first.mine(1);
    await first.events.idle();
    journal.isLosing = true;
    await handOverRivalChain(first, 2);
    await first.events.idle();
    journal.isLosing = false;
    try {
      // The same node, as a restart would find it: only the journal knows less.
      await EventRecorder.open({ node: first.node, journal, clock: new SystemClock(), log: SILENT_LOG });
      const { reorganisations } = await list(first);
      expect(reorganisations).toHaveLength(1);
      expect(reorganisations[0]).toMatchObject({
        number: 1,
        abandoned: { length: 1 },
        adopted: { length: 2 },
        transactions: [{ id, fate: 'returned' }],
      });
    } finally {
      await first.close();
    }
  });

  it('are kept in the store across restarts, the latest of them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cheese-reorganisations-'));
    const open = async () => {
      const opened = await openSqliteStore({
        path: join(folder, 'chain.sqlite'),
        genesisHash: network.genesisHash,
        log: SILENT_LOG,
      });
      if (!opened.ok) throw new Error(opened.refusal.code);
      return opened.value;
    };
    try {
      let store = await open();
      const peer = await startTestPeer({ network, journal: new SqliteEventJournal(store) });
      await pay(peer, 1, 0);
      await peer.mine(1);
      await handOverRivalChain(peer, 2);
      const before = await list(peer);
      await peer.close();
      await store.close();
      store = await open();
      const again = await startTestPeer({ network, journal: new SqliteEventJournal(store) });
      const after = await list(again);
      expect(after.reorganisations).toHaveLength(1);
      expect(after).toEqual(before);
      await again.close();
      await store.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
