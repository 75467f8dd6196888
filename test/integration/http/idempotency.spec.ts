import { MemoryPaymentKeyStore } from '#adapters/memory/memory-payment-key-store';
import { startFundedPeer, type TransactionBody } from '#test/http/payment-fixture';
import { startTestPeer, type TestPeer } from '#test/http/test-peer';
import { testAddress } from '#test/keys';

const PAY = '/v1/wallet/transactions';
const body = { recipient: testAddress(9), amount: 1_000 };
const headers = { 'idempotency-key': '3f0c4e2e-8b0b-4f8e-9a43-0a4d6c1f2b77' };

describe('a payment with an Idempotency-Key', () => {
  let peer: TestPeer;
  beforeEach(async () => {
    peer = await startFundedPeer(2);
  });
  afterEach(() => peer.close());

  it('is made once by sixteen calls at once, all of which tell the same transaction', async () => {
    const calls = Array.from({ length: 16 }, () => peer.api.call<TransactionBody>('POST', PAY, { body, headers }));
    const answers = await Promise.all(calls);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter((answer) => answer.headers['idempotent-replayed'] === undefined)).toHaveLength(1);
    expect(peer.node.mempool.view.size).toBe(1);
    await peer.api.ok('POST', '/v1/mining/blocks', {}, 201);
    const later = await peer.api.call('POST', PAY, { body, headers });
    expect(later.text).toBe(answers[0]?.text);
    expect(later.headers['idempotent-replayed']).toBe('true');
    expect(await peer.api.ok('GET', `/v1/accounts/${body.recipient}`)).toMatchObject({ balance: 1_000 });
  });

  it('is refused with another body under the same key', async () => {
    await peer.api.ok('POST', PAY, { body, headers }, 201);
    const other = { body: { ...body, amount: 1_001 }, headers };
    expect(await peer.api.refusal('POST', PAY, other)).toBe('422 idempotency-key-reused');
    expect(peer.node.mempool.view.size).toBe(1);
  });

  it.each(['', 'two words', 'é', 'x'.repeat(256)])('is refused under the key %.20j', async (key) => {
    const call = { body, headers: { 'idempotency-key': key } };
    expect(await peer.api.refusal('POST', PAY, call)).toBe('400 idempotency-key-invalid');
    expect(peer.node.mempool.view.size).toBe(0);
  });

  it('that was refused may be tried again with its key', async () => {
    const tooMuch = { body: { ...body, amount: 120 * 100_000_000 }, headers };
    expect(await peer.api.refusal('POST', PAY, tooMuch)).toBe('422 mempool-balance-insufficient');
    await peer.api.ok('POST', '/v1/mining/blocks', {}, 201);
    await peer.api.ok('POST', PAY, tooMuch, 201);
  });
});

it('a payment is not made again by a peer that has lost its open transactions but not its keys', async () => {
  const paymentKeys = new MemoryPaymentKeyStore();
  const first = await startTestPeer({ paymentKeys });
  const words = await first.api.ok<{ mnemonic: string }>('POST', '/v1/wallet', {}, 201);
  await first.api.ok('POST', '/v1/mining/blocks', {}, 201);
  const paid = await first.api.ok<TransactionBody>('POST', PAY, { body, headers }, 201);
  await first.close();
  const second = await startTestPeer({ paymentKeys });
  try {
    await second.api.ok('POST', '/v1/wallet', { body: { mnemonic: words.mnemonic } }, 201);
    await second.api.ok('POST', '/v1/mining/blocks', {}, 201);
    expect(await second.api.ok('POST', PAY, { body, headers }, 201)).toEqual(paid);
    expect(second.node.mempool.view.size).toBe(0);
  } finally {
    await second.close();
  }
});
