import { MemoryHub } from '#adapters/memory/memory-hub';
import type { MemoryTransport } from '#adapters/memory/memory-transport';
import { startFundedPeer, type TransactionBody } from '#test/http/payment-fixture';
import type { TestPeer } from '#test/http/test-peer';
import { testAddress } from '#test/keys';
import { testSigner as memorySigner, startMemoryNode } from '#test/memory-node';
import { until } from '#test/until';

const HASH = /^[0-9a-f]{64}$/;
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/;
const REWARD = 5_000_000_000;

describe('what a peer tells of its chain', () => {
  let peer: TestPeer;
  let own: string;
  let paid: TransactionBody;
  let open: TransactionBody;

  beforeAll(async () => {
    peer = await startFundedPeer(3);
    own = (await peer.api.ok<{ address: string }>('GET', '/v1/wallet')).address;
    const pay = (amount: number, fee?: number) =>
      peer.api.ok<TransactionBody>(
        'POST',
        '/v1/wallet/transactions',
        { body: { recipient: testAddress(9), amount, fee, memo: 'käse 🧀' } },
        201,
      );
    paid = await pay(1_000);
    await peer.api.ok('POST', '/v1/mining/blocks', {}, 201);
    open = await pay(2_000, 5_000);
  });
  afterAll(() => peer.close());

  it('the chain has every member of its contract and nothing else', async () => {
    const chain = await peer.api.ok<Record<string, unknown>>('GET', '/v1/chain');
    expect(chain).toEqual({
      network: 'devnet',
      chainId: peer.network.chainId,
      height: 4,
      tipHash: peer.node.chain.tip.hash,
      genesisHash: peer.network.genesisHash,
      totalWork: '10',
      difficulty: 1,
      tipTime: expect.stringMatching(ISO_TIME),
      supply: 4 * REWARD,
      openTransactions: 1,
      peers: 0,
      syncing: false,
      sync: null,
    });
  });

  it('a block has the same face by height, by hash in small or capital letters, and as the tip', async () => {
    const block = await peer.api.ok<{ hash: string }>('GET', '/v1/blocks/tip');
    expect(block).toEqual({
      hash: peer.node.chain.tip.hash,
      height: 4,
      version: expect.any(Number),
      previousHash: expect.stringMatching(HASH),
      merkleRoot: expect.stringMatching(HASH),
      timestamp: expect.stringMatching(ISO_TIME),
      bits: '207fffff',
      nonce: expect.any(Number),
      difficulty: 1,
      size: expect.any(Number),
      confirmations: 1,
      reward: {
        recipient: own,
        amount: REWARD + paid.fee,
        id: expect.stringMatching(HASH),
        extra: expect.stringMatching(/^([0-9a-f]{2}){32,96}$/),
      },
      transactions: [{ ...paid, status: 'confirmed', blockHash: block.hash, height: 4, confirmations: 1 }],
    });
    for (const name of ['4', block.hash, block.hash.toUpperCase()]) {
      expect(await peer.api.ok('GET', `/v1/blocks/${name}`)).toEqual(block);
    }
  });

  it('blocks come newest first, page by page, down to the first and no further', async () => {
    const heights: number[] = [];
    let before = '';
    for (let pages = 0; pages < 5; pages++) {
      const page = await peer.api.ok<{ blocks: { height: number }[]; next: string | null }>(
        'GET',
        `/v1/blocks?limit=2${before}`,
      );
      heights.push(...page.blocks.map(({ height }) => height));
      if (page.next === null) break;
      before = `&before=${page.next}`;
    }
    expect(heights).toEqual([4, 3, 2, 1, 0]);
    const beyond = await peer.api.ok<{ blocks: unknown[] }>('GET', '/v1/blocks?before=4294967295&limit=1');
    expect(beyond.blocks).toHaveLength(1);
  });

  it('a transaction is told open, then confirmed', async () => {
    const { sender } = await peer.api.ok<{ sender: string }>('GET', `/v1/transactions/${open.id}`);
    expect(sender).toBe(own);
    expect(await peer.api.ok('GET', `/v1/transactions/${open.id}`)).toEqual({
      id: expect.stringMatching(HASH),
      status: 'open',
      sender: own,
      recipient: testAddress(9),
      amount: 2_000,
      fee: 5_000,
      nonce: 1,
      memo: 'käse 🧀',
      size: 154 + new TextEncoder().encode('käse 🧀').length,
      blockHash: null,
      height: null,
      confirmations: 0,
    });
    const confirmed = await peer.api.ok('GET', `/v1/transactions/${paid.id}`);
    expect(confirmed).toMatchObject({ status: 'confirmed', height: 4, confirmations: 1 });
  });

  it('open transactions come best fee rate first, with a next that is null at the end', async () => {
    const better = await peer.api.ok<TransactionBody>(
      'POST',
      '/v1/wallet/transactions',
      { body: { recipient: testAddress(9), amount: 1, fee: 50_000 } },
      201,
    );
    const first = await peer.api.ok<{ transactions: TransactionBody[]; next: string }>(
      'GET',
      '/v1/transactions?limit=1',
    );
    expect(first.next).toEqual(expect.any(String));
    const second = await peer.api.ok<{ transactions: TransactionBody[]; next: null }>(
      'GET',
      `/v1/transactions?limit=1&before=${first.next}`,
    );
    expect(second.next).toBeNull();
    expect([...first.transactions, ...second.transactions].map(({ id }) => id).sort()).toEqual(
      [open.id, better.id].sort(),
    );
  });

  it('an account has its balance, nonce, and what is pending; one that never was has zeros', async () => {
    const account = await peer.api.ok<Record<string, unknown>>('GET', `/v1/accounts/${testAddress(9)}`);
    expect(account).toMatchObject({ address: testAddress(9), balance: 1_000, nonce: 0, immature: 0 });
    expect(account['pending']).toEqual({ incoming: 2_001, outgoing: 0 });
    expect(await peer.api.ok('GET', `/v1/accounts/${testAddress(77).toUpperCase()}`)).toEqual({
      address: testAddress(77),
      balance: 0,
      nonce: 0,
      immature: 0,
      pending: { incoming: 0, outgoing: 0 },
    });
  });

  it('a history has payments and rewards, newest first, and every page but the last leads on', async () => {
    type Page = { transactions: { height: number; reward: unknown; transaction: unknown }[]; next: string | null };
    const all = await peer.api.ok<Page>('GET', `/v1/accounts/${own}/transactions?limit=100`);
    expect(all.next).toBeNull();
    expect(all.transactions.map(({ height }) => height)).toEqual([4, 4, 3, 2, 1]);
    expect(all.transactions[4]).toEqual({
      height: 1,
      blockHash: expect.stringMatching(HASH),
      time: expect.stringMatching(ISO_TIME),
      confirmations: 4,
      reward: { recipient: own, amount: REWARD },
      transaction: null,
    });
    const paged: unknown[] = [];
    let before = '';
    for (let pages = 0; pages < 6; pages++) {
      const page = await peer.api.ok<Page>('GET', `/v1/accounts/${own}/transactions?limit=2${before}`);
      paged.push(...page.transactions);
      if (page.next === null) break;
      before = `&before=${page.next}`;
    }
    expect(paged).toEqual(all.transactions);
    const exact = await peer.api.ok<Page>('GET', `/v1/accounts/${own}/transactions?limit=5`);
    expect(exact.next).toBeNull();
  });

  it('fees rise with the hurry', async () => {
    const { low, normal, high, newAccount } = await peer.api.ok<
      Record<'low' | 'normal' | 'high' | 'newAccount', number>
    >('GET', '/v1/fees');
    expect(newAccount).toBe(10);
    expect(low).toBeGreaterThan(0);
    expect(normal).toBeGreaterThanOrEqual(low);
    expect(high).toBeGreaterThanOrEqual(normal);
  });

  it('what does not exist is told with a code', async () => {
    expect(await peer.api.refusal('GET', '/v1/blocks/5')).toBe('404 block-not-found');
    expect(await peer.api.refusal('GET', `/v1/blocks/${'0'.repeat(64)}`)).toBe('404 block-not-found');
    expect(await peer.api.refusal('GET', `/v1/transactions/${'0'.repeat(64)}`)).toBe('404 transaction-not-found');
  });
});

describe('what a peer tells of others', () => {
  it('a session is told with its address, direction, height and software', async () => {
    const hub = new MemoryHub<MemoryTransport>();
    const peer = await startFundedPeer(1, { hub, seed: 1 });
    const other = await startMemoryNode(hub, peer.network, 2, [1]);
    try {
      await until(() => peer.node.peers.roster.size === 1);
      const { peers } = await peer.api.ok<{ peers: unknown[] }>('GET', '/v1/peers');
      expect(peers).toEqual([
        {
          id: expect.stringMatching(HASH),
          address: '10.0.0.2:9009',
          direction: 'inbound',
          height: expect.any(Number),
          latencyMs: null,
          agent: 'test node 2',
          connectedAt: expect.stringMatching(/Z$/),
          score: 0,
          breach: null,
        },
      ]);
      peer.node.peers.misbehaviour.report(memorySigner(2).peerId, 'sync-stalled');
      const scored = await peer.api.ok<{ peers: unknown[] }>('GET', '/v1/peers');
      expect(scored.peers[0]).toMatchObject({
        score: 4,
        breach: { code: 'sync-stalled', rule: expect.stringContaining('answered in time'), values: {} },
      });
    } finally {
      await other.node.stop();
      await peer.close();
    }
  });
});
