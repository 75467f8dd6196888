import { createHash } from 'node:crypto';
import { startTestPeer, type TestPeer } from '#test/http/test-peer';
import { testAddress, testKey } from '#test/keys';
import { testAllocations, testNetwork } from '#test/network';
import { testTransfer } from '#test/transfer';

const network = testNetwork({ allocations: testAllocations(4, 1_000_000_000) });
const recipient = testAddress(9);

interface Work {
  readonly id: string;
  readonly header: string;
  readonly target: string;
  readonly reward: string;
  readonly extraOffset: number;
  readonly merkleBranch: readonly string[];
  readonly transactions: readonly string[];
  readonly timestamp: number;
  readonly latestTimestamp: number;
}

const sha256d = (bytes: Uint8Array) =>
  createHash('sha256').update(createHash('sha256').update(bytes).digest()).digest();

/** The header with the first nonce whose hash meets the target, or the first that does not. */
function mined(hex: string, target: string, meets = true): string {
  const header = Buffer.from(hex, 'hex');
  for (let nonce = 0; ; nonce++) {
    header.writeUInt32LE(nonce, 76);
    if (sha256d(header).reverse().toString('hex') <= target === meets) return header.toString('hex');
  }
}

describe('work over HTTP', () => {
  let peer: TestPeer;
  const template = () => peer.api.ok<Work>('GET', `/v1/mining/template?recipient=${recipient}`);
  const submit = (body: object) => peer.api.refusal('POST', '/v1/mining/submit', { body });
  beforeEach(async () => {
    peer = await startTestPeer({ network });
  });
  afterEach(() => peer.close());

  it('is a block that needs only its nonce, and pays exactly the subsidy and the fees', async () => {
    for (let from = 0; from < 3; from++) {
      const { bytes } = testTransfer(network, { from, to: 3, nonce: 0, fee: 100_000 + from });
      await peer.node.transactions.submit(bytes, 'own');
    }
    const work = await template();
    expect(work).toMatchObject({
      height: 1,
      recipient,
      amount: 5_000_300_003,
      versionMask: '1fffe000',
      bits: '207fffff',
    });
    expect(work.transactions).toHaveLength(3);
    const header = mined(work.header, work.target);
    const block = await peer.api.ok('POST', '/v1/mining/submit', { body: { id: work.id, header } }, 201);
    expect(block).toMatchObject({ height: 1, confirmations: 1, reward: { recipient, amount: 5_000_300_003 } });
    const states = await peer.node.chain.accounts([testKey(9).account]);
    expect(states.get(testKey(9).account)?.balance).toBe(5_000_300_003);
  });

  it('lets the miner change the free bytes of the reward, its root, the time and the free version bits', async () => {
    await peer.node.transactions.submit(testTransfer(network, { from: 0, to: 3, nonce: 0, fee: 100_000 }).bytes, 'own');
    const { id, header: hex, target, reward, extraOffset, merkleBranch, timestamp, latestTimestamp } = await template();
    const extra = 'c0ffee'.padEnd(64, '0');
    const changed = Buffer.from(reward, 'hex');
    changed.write(extra, extraOffset, 'hex');
    const root = merkleBranch.reduce(
      (left, right) => sha256d(Buffer.concat([left, Buffer.from(right, 'hex')])),
      sha256d(changed),
    );
    const header = Buffer.from(hex, 'hex');
    root.copy(header, 36);
    header.writeUInt32LE(0x3fff_e000, 0);
    expect(latestTimestamp).toBeGreaterThan(timestamp);
    header.writeUInt32LE(timestamp + 1, 68);
    const finished = mined(header.toString('hex'), target);
    expect(await submit({ id, header: finished })).toBe('422 block-merkle-root-mismatch');
    await peer.api.ok('POST', '/v1/mining/submit', { body: { id, header: finished, extra } }, 201);
  });

  it('is refused with a code when it is stale, unknown, foreign, not worked for, or malformed', async () => {
    const work = await template();
    const { id } = work;
    const header = mined(work.header, work.target);
    expect(await submit({ id: '0'.repeat(16), header })).toBe('404 work-unknown');
    expect(await submit({ id, header: mined(work.header, work.target, false) })).toBe('422 header-work-insufficient');
    const foreign = `${header.slice(0, 8)}${'ab'.repeat(32)}${header.slice(72)}`;
    expect(await submit({ id, header: foreign })).toBe('422 work-header-foreign');
    expect(await submit({ id, header: 'zz' })).toBe('400 request-invalid');
    expect(await submit({ id, header, extra: '00' })).toBe('400 request-invalid');
    expect(await submit({ header })).toBe('400 request-invalid');
    expect(await peer.api.refusal('GET', '/v1/mining/template')).toBe('404 wallet-missing');
    expect(await peer.api.refusal('GET', '/v1/mining/template?recipient=me')).toBe('422 address-malformed');
    await peer.mine(1);
    expect(await submit({ id, header })).toBe('409 work-stale');
    expect(peer.node.chain.tip.height).toBe(1);
  });
});

describe('modes of mining over HTTP', () => {
  let peer: TestPeer;
  beforeEach(async () => {
    peer = await startTestPeer({ network });
  });
  afterEach(() => peer.close());

  it.each([
    [{ mode: 'instant' }, { mode: 'instant', intervalSeconds: null }],
    [
      { mode: 'interval', intervalSeconds: 3600 },
      { mode: 'interval', intervalSeconds: 3600 },
    ],
    [{ mode: 'interval' }, { mode: 'interval', intervalSeconds: 10 }],
    [{}, { mode: 'continuous', intervalSeconds: null }],
  ])('starts with %j', async (body, state) => {
    const started = await peer.api.ok('PUT', '/v1/mining', { body: { threads: 1, recipient, ...body } });
    expect(started).toMatchObject({ ...state, workers: [] });
    expect(await peer.api.ok('DELETE', '/v1/mining')).toMatchObject({ mode: 'off', intervalSeconds: null });
  });

  it.each([{ mode: 'one' }, { mode: 'off' }, { mode: 5 }, { intervalSeconds: 0 }, { intervalSeconds: 86_401 }])(
    'does not start with %j',
    async (body) => {
      const refusal = await peer.api.refusal('PUT', '/v1/mining', { body: { threads: 1, recipient, ...body } });
      expect(refusal).toBe('400 request-invalid');
    },
  );
});
