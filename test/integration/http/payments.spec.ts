import { startFundedPeer, stateOf, type TransactionBody, type WalletBody } from '#test/http/payment-fixture';
import type { TestPeer } from '#test/http/test-peer';
import { testAddress } from '#test/keys';

const PAY = '/v1/wallet/transactions';
const COIN = 100_000_000;
const recipient = testAddress(9);

/** Mines until nothing is open; fails when a block takes nothing. */
async function mineAll({ api, node }: TestPeer): Promise<void> {
  while (node.mempool.view.size > 0) {
    const before = node.mempool.view.size;
    await api.ok('POST', '/v1/mining/blocks', {}, 201);
    expect(node.mempool.view.size).toBeLessThan(before);
  }
}

describe('payments from the wallet', () => {
  let peer: TestPeer;
  beforeEach(async () => {
    peer = await startFundedPeer(1);
  });
  afterEach(() => peer.close());

  it('a payment is open when it is answered, and moves the money with the next block', async () => {
    const { api } = peer;
    const paid = await api.ok<TransactionBody>('POST', PAY, { body: { recipient, amount: COIN, fee: 2_000 } }, 201);
    expect(paid).toMatchObject({ status: 'open', amount: COIN, fee: 2_000, nonce: 0, memo: '', size: 154 });
    const wallet = await api.ok<WalletBody>('GET', '/v1/wallet');
    expect(wallet).toMatchObject({ balance: 50 * COIN, pending: { incoming: 0, outgoing: COIN + 2_000 } });
    await api.ok('POST', '/v1/mining/blocks', {}, 201);
    expect(await api.ok('GET', `/v1/accounts/${recipient}`)).toMatchObject({ balance: COIN });
    expect(await api.ok('GET', '/v1/wallet')).toMatchObject({ balance: 99 * COIN, nonce: 1 });
  });

  it('a fee is chosen that the pool takes, also for a new account; null counts as not given', async () => {
    const paid = await peer.api.ok<TransactionBody>(
      'POST',
      PAY,
      { body: { recipient, amount: 1, fee: null, memo: null } },
      201,
    );
    expect(paid.fee).toBeGreaterThanOrEqual(10 * 154);
  });

  it.each([
    [{ amount: 51 * COIN }, '422 mempool-balance-insufficient'],
    [{ amount: 50 * COIN, fee: 2_000 }, '422 mempool-balance-insufficient'],
    [{ amount: Number.MAX_SAFE_INTEGER }, '422 payment-amount'],
    [{ amount: 1, fee: Number.MAX_SAFE_INTEGER }, '422 payment-fee'],
    [{ amount: 1, fee: 0 }, '422 mempool-fee-too-low'],
    [{ amount: 1, fee: 200 }, '422 mempool-new-account-fee'],
    [{ amount: 1, memo: '🧀'.repeat(65) }, '422 payment-memo-too-long'],
    [{ amount: 1, memo: '\ud800' }, '422 payment-memo-malformed'],
    [{ amount: 1, recipient: testAddress(9, 'cheese') }, '422 address-wrong-network'],
    [
      { amount: 1, recipient: `${recipient.slice(0, -1)}${recipient.endsWith('q') ? 'p' : 'q'}` },
      '422 address-checksum',
    ],
    [{ amount: 1, recipient: 'to whom it may concern' }, '422 address-malformed'],
  ])('%j is refused and changes nothing', async (wish, code) => {
    const before = await stateOf(peer);
    const { problem } = await peer.api.problem('POST', PAY, { body: { recipient, ...wish } });
    expect(`${problem.status} ${problem.code}`).toBe(code);
    expect(await stateOf(peer)).toBe(before);
  });

  it('a refusal tells the values that broke the rule', async () => {
    const { problem } = await peer.api.problem('POST', PAY, { body: { recipient, amount: 51 * COIN, fee: 2_000 } });
    expect(problem).toMatchObject({ balance: 50 * COIN, needed: 51 * COIN + 2_000 });
  });

  it('sixteen payments at once get consecutive nonces', async () => {
    const pay = (amount: number) => peer.api.ok<TransactionBody>('POST', PAY, { body: { recipient, amount } }, 201);
    const paid = await Promise.all(Array.from({ length: 16 }, (_, i) => pay(i + 1)));
    expect(paid.map(({ nonce }) => nonce).sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, i) => i));
  });

  it('of payments at once that the balance does not cover together, as many win as it covers', async () => {
    const body = { recipient, amount: 20 * COIN, fee: 2_000 };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => peer.api.call<{ code?: string }>('POST', PAY, { body })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    const refused = answers.filter(({ status }) => status !== 201).map(({ json }) => json.code);
    expect(new Set(refused)).toEqual(new Set(['mempool-balance-insufficient']));
    await mineAll(peer);
    expect(await peer.api.ok('GET', `/v1/accounts/${recipient}`)).toMatchObject({ balance: 40 * COIN });
  });

  it('two hundred payments at once all confirm, with consecutive nonces', async () => {
    const pay = (amount: number) => peer.api.ok<TransactionBody>('POST', PAY, { body: { recipient, amount } }, 201);
    const paid = await Promise.all(Array.from({ length: 200 }, (_, i) => pay(i + 1)));
    const nonces = paid.map(({ nonce }) => nonce).sort((a, b) => a - b);
    expect(nonces).toEqual(Array.from({ length: 200 }, (_, nonce) => nonce));
    await mineAll(peer);
    expect(await peer.api.ok('GET', `/v1/accounts/${recipient}`)).toMatchObject({ balance: (200 * 201) / 2 });
    for (const { id } of paid.slice(0, 10)) {
      expect(await peer.api.ok('GET', `/v1/transactions/${id}`)).toMatchObject({ status: 'confirmed' });
    }
  });

  it('an account whose queue is full is told so', async () => {
    const pay = () => peer.api.call<{ code?: string }>('POST', PAY, { body: { recipient, amount: 1 } });
    const answers = await Promise.all(Array.from({ length: 260 }, pay));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(256);
    expect(await peer.api.refusal('POST', PAY, { body: { recipient, amount: 1 } })).toMatch(/^422 mempool-/);
  });
});
