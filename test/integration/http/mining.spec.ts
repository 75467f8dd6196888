import { startTestPeer, TEST_TOKEN, type TestPeer } from '#test/http/test-peer';
import { testAddress } from '#test/keys';
import { testNetwork } from '#test/network';
import { until } from '#test/until';

/** A network where no test ever finds a block. */
const hopeless = testNetwork({ startingBits: 0x1b00_ffff, easiestBits: 0x1f01_0000 });
const recipient = testAddress(9);

describe('mining over HTTP', () => {
  let peer: TestPeer;
  beforeEach(async () => {
    peer = await startTestPeer();
  });
  afterEach(() => peer.close());

  it('mines one block for whoever is named, and pays the wallet when nobody is', async () => {
    const block = await peer.api.ok('POST', '/v1/mining/blocks', { body: { recipient } }, 201);
    expect(block).toMatchObject({ height: 1, confirmations: 1, reward: { recipient, amount: 5_000_000_000 } });
    const { address } = await peer.api.ok<{ address: string }>('POST', '/v1/wallet', {}, 201);
    const next = await peer.api.ok('POST', '/v1/mining/blocks', {}, 201);
    expect(next).toMatchObject({ height: 2, reward: { recipient: address } });
  });

  it('starts, tells what it does, is busy for others, and stops', async () => {
    expect(await peer.api.ok('GET', '/v1/mining')).toEqual({
      mode: 'off',
      intervalSeconds: null,
      threads: 0,
      recipient: null,
      hashesPerSecond: 0,
      hashes: 0,
      blocksFound: 0,
      workers: [],
    });
    const started = await peer.api.ok('PUT', '/v1/mining', { body: { threads: 1, recipient } });
    expect(started).toMatchObject({ mode: 'continuous', threads: 1, recipient });
    expect(await peer.api.refusal('PUT', '/v1/mining', { body: { threads: 1, recipient } })).toBe('409 mining-busy');
    expect(await peer.api.refusal('POST', '/v1/mining/blocks', { body: { recipient } })).toBe('409 mining-busy');
    await until(() => peer.node.chain.tip.height > 0);
    expect(await peer.api.ok('DELETE', '/v1/mining')).toMatchObject({ mode: 'off', recipient: null });
    expect(await peer.api.ok('DELETE', '/v1/mining')).toMatchObject({ mode: 'off' });
  });

  it.each([
    [{ threads: 0, recipient }, '400 request-invalid'],
    [{ threads: 1.5, recipient }, '400 request-invalid'],
    [{ threads: '1', recipient }, '400 request-invalid'],
    [{ threads: 257, recipient }, '400 request-invalid'],
    [{ recipient }, '400 request-invalid'],
    [{ threads: 2, recipient }, '422 mining-threads-out-of-range'],
    [{ threads: 1, recipient: testAddress(9, 'cheese') }, '422 address-wrong-network'],
    [{ threads: 1, recipient: 'me' }, '422 address-malformed'],
    [{ threads: 1, recipient: '' }, '400 request-invalid'],
    [{ threads: 1 }, '404 wallet-missing'],
  ])('does not start with %j', async (body, code) => {
    expect(await peer.api.refusal('PUT', '/v1/mining', { body })).toBe(code);
    expect(await peer.api.ok('GET', '/v1/mining')).toMatchObject({ mode: 'off' });
  });
});

describe('a search that takes long', () => {
  let peer: TestPeer;
  let url: URL;
  const call = (signal: AbortSignal) =>
    fetch(new URL('/v1/mining/blocks', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${TEST_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ recipient }),
      signal,
    });
  const mode = () => peer.node.mining.state().mode;
  beforeEach(async () => {
    peer = await startTestPeer({ network: hopeless });
    url = new URL(await peer.listen());
  });
  afterEach(() => peer.close());

  it('ends when its caller hangs up, and the next one may begin', async () => {
    for (let round = 0; round < 2; round++) {
      const caller = new AbortController();
      const answer = call(caller.signal);
      await until(() => mode() === 'one');
      expect(await peer.api.refusal('POST', '/v1/mining/blocks', { body: { recipient } })).toBe('409 mining-busy');
      caller.abort();
      await expect(answer).rejects.toThrow();
      await until(() => mode() === 'off');
    }
  });

  it('ends when somebody stops mining, with a code', async () => {
    const answer = call(AbortSignal.timeout(10_000));
    await until(() => mode() === 'one');
    await peer.api.ok('DELETE', '/v1/mining');
    const response = await answer;
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ code: 'mining-cancelled' });
  });

  it('does not keep the peer from closing', async () => {
    const answer = call(AbortSignal.timeout(10_000)).catch(() => 'cut');
    await until(() => mode() === 'one');
    await peer.close();
    await answer;
    expect(mode()).toBe('off');
  });
});
