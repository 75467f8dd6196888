import { toHex } from '#domain/primitives/bytes';
import { startTestPeer, type TestPeer } from '#test/http/test-peer';
import { testAddress } from '#test/keys';
import { testAllocations, testNetwork } from '#test/network';
import { testTransfer } from '#test/transfer';

const network = testNetwork({ allocations: testAllocations(4, 1_000_000) });
const foreign = testNetwork({ name: 'elsewhere', allocations: testAllocations(3, 1_000_000) });

/** A transfer from key 1 to key 2 as it goes over the wire. */
function raw(nonce: number, changes: Partial<Parameters<typeof testTransfer>[1]> = {}, on = network): string {
  return toHex(testTransfer(on, { from: 1, to: 2, nonce, amount: 100, fee: 400, ...changes }).bytes);
}

/** The same with one bit turned round. */
function damaged(hex: string, at: number): string {
  const bytes = Buffer.from(hex, 'hex');
  bytes[at] = (bytes[at] as number) ^ 1;
  return bytes.toString('hex');
}

describe('transactions that were signed elsewhere', () => {
  let peer: TestPeer;
  const send = (hex: string) => peer.api.refusal('POST', '/v1/transactions', { body: { raw: hex } });
  beforeEach(async () => {
    peer = await startTestPeer({ network });
  });
  afterEach(() => peer.close());

  it('are open when they are answered, in small or capital hex, and confirmed by the next block', async () => {
    const opened = await peer.api.ok<{ id: string }>('POST', '/v1/transactions', { body: { raw: raw(0) } }, 201);
    expect(opened).toMatchObject({ status: 'open', sender: testAddress(1), recipient: testAddress(2), nonce: 0 });
    await peer.api.ok('POST', '/v1/transactions', { body: { raw: raw(1).toUpperCase() } }, 201);
    await peer.mine(1);
    expect(await peer.api.ok('GET', `/v1/transactions/${opened.id}`)).toMatchObject({ status: 'confirmed', height: 1 });
  });

  it('a replayed one is refused, open or confirmed', async () => {
    await peer.api.ok('POST', '/v1/transactions', { body: { raw: raw(0) } }, 201);
    expect(await send(raw(0))).toBe('409 mempool-known');
    await peer.mine(1);
    expect(await send(raw(0))).toBe('422 mempool-nonce-used');
  });

  it.each([
    ['with another amount than was signed', damaged(raw(0), 140), /^422 (transaction|mempool)-/],
    ['with a bent signature', damaged(raw(0), 20), /^422 transaction-signature-invalid/],
    ['for another chain', raw(0, {}, foreign), /^422 transaction-(wrong-chain|signature-invalid)/],
    ['with a nonce far ahead', raw(300), /^422 mempool-nonce-too-far/],
    ['of more than the account has', raw(0, { amount: 2_000_000 }), /^422 mempool-balance-insufficient/],
    ['of somebody who has nothing', raw(0, { from: 77 }), /^422 mempool-balance-insufficient/],
    ['without a fee', raw(0, { fee: 0 }), /^422 mempool-fee-too-low/],
    ['cut short', raw(0).slice(0, 2 * 153), /^422 encoding-/],
    ['with more behind it', `${raw(0)}${'00'.repeat(300)}`, /^400 request-invalid/],
    ['of zeros', '00'.repeat(154), /^422 (encoding|transaction)-/],
    ['of ones', 'ff'.repeat(154), /^422 (encoding|transaction)-/],
    ['with half a byte', `${raw(0)}0`, /^400 request-invalid/],
    ['that is no hex', 'xyz', /^400 request-invalid/],
    ['of nothing', '', /^400 request-invalid/],
  ])('one %s is refused and changes nothing', async (_name, hex, code) => {
    expect(await send(hex)).toMatch(code);
    expect(peer.node.mempool.view.size).toBe(0);
  });

  it.each([{}, { raw: 5 }, { raw: null }, { raw: ['00'] }, { raw: raw(0), more: 1 }])(
    'the body %j is refused',
    async (body) => {
      expect(await peer.api.refusal('POST', '/v1/transactions', { body })).toBe('400 request-invalid');
    },
  );

  it('of one nonce one stays, unless a better one pays for taking its place', async () => {
    const answers = await Promise.all(
      [100, 101, 102].map((amount) =>
        peer.api.call<{ code?: string }>('POST', '/v1/transactions', { body: { raw: raw(0, { amount }) } }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.flatMap(({ json }) => json.code ?? [])).toEqual(
      Array.from({ length: 2 }, () => 'mempool-replacement-fee'),
    );
    await peer.api.ok('POST', '/v1/transactions', { body: { raw: raw(0, { fee: 4_000 }) } }, 201);
    expect(peer.node.mempool.view.size).toBe(1);
  });
});
