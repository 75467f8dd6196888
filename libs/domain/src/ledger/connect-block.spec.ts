import { type BlockWish, buildBlock, genesisPlace } from '#test/build-block';
import { testKey } from '#test/keys';
import { testNetwork } from '#test/network';
import { type TestTransfer, testTransfer } from '#test/transfer';
import { crumbs } from '../primitives/crumbs.ts';
import type { AccountState } from './account-state.ts';
import { accountsTouched, connectBlock, type MaturedReward } from './connect-block.ts';
import { ledgerRules } from './ledger.errors.ts';
import { LedgerView } from './ledger-view.ts';

const network = testNetwork();
const SUBSIDY = crumbs(50);

/** A block with these payments and this reward, connected to accounts of test keys 0, 1, 2 … with these balances. */
function connect(
  balances: readonly number[],
  payments: readonly TestTransfer[],
  wish: BlockWish = {},
  matured?: number,
) {
  const transactions = payments.map((payment) => testTransfer(network, payment));
  const fees = transactions.reduce((sum, { fee }) => sum + fee, 0);
  const block = buildBlock(network, genesisPlace(network), { transactions, rewardAmount: SUBSIDY + fees, ...wish });
  const own: MaturedReward = { recipient: testKey(9).account, amount: crumbs(matured ?? 0) };
  const context = { subsidy: SUBSIDY, matured: matured === undefined ? undefined : own };
  const view = new LedgerView();
  const known = new Map(
    balances.map((balance, seed) => [testKey(seed).account, { balance: crumbs(balance), nonce: 0 }]),
  );
  const touched = accountsTouched(block, context.matured);
  view.load(new Map([...touched].map((account) => [account, known.get(account)])));
  const result = connectBlock(view, block, context);
  const state = (seed: number): AccountState | undefined => view.get(testKey(seed).account);
  return { result, state, view, touched };
}

describe('a payment in a block', () => {
  it('moves its amount, takes its fee and counts', () => {
    const { result, state } = connect([100], [{ from: 0, to: 1, nonce: 0, amount: 30, fee: 5 }]);
    expect(result.ok).toBe(true);
    expect([state(0), state(1)]).toEqual([
      { balance: 65, nonce: 1 },
      { balance: 30, nonce: 0 },
    ]);
  });

  it('carries the count of its sender’s earlier ones', () => {
    const account = testKey(0).account;
    for (const nonce of [1, 2, 1_000]) {
      const refusal = { code: 'ledger-nonce', index: 0, account, nonce, expected: 0 };
      expect(connect([100], [{ from: 0, to: 1, nonce }]).result).toEqual({ ok: false, refusal });
    }
    const again = connect(
      [100],
      [0, 0].map((nonce) => ({ from: 0, to: 1, nonce })),
    );
    const refusal = { code: 'ledger-nonce', index: 1, account, nonce: 0, expected: 1 };
    expect(again.result).toEqual({ ok: false, refusal });
  });

  it('is covered by what its sender has in its turn', () => {
    const exact = connect([100], [{ from: 0, to: 1, nonce: 0, amount: 99, fee: 1 }]);
    expect(exact.result.ok).toBe(true);
    const account = testKey(0).account;
    const short = connect([100], [{ from: 0, to: 1, nonce: 0, amount: 100, fee: 1 }]);
    expect(short.result).toEqual({
      ok: false,
      refusal: { code: 'ledger-balance-insufficient', index: 0, account, balance: 100, needed: 101 },
    });
  });

  it('from an account that never had a coin is refused', () => {
    const account = testKey(3).account;
    expect(connect([], [{ from: 3, to: 1, nonce: 0, amount: 1 }]).result).toEqual({
      ok: false,
      refusal: { code: 'ledger-balance-insufficient', index: 0, account, balance: 0, needed: 1 },
    });
  });

  it('to oneself costs its fee: the debit is stored before the credit is read', () => {
    const { result, state } = connect([100], [{ from: 0, to: 0, nonce: 0, amount: 99, fee: 1 }]);
    expect(result.ok).toBe(true);
    expect(state(0)).toEqual({ balance: 99, nonce: 1 });
  });

  it('is judged by rules that each have a sentence', () => {
    for (const sentence of Object.values(ledgerRules)) expect(sentence).toMatch(/^[A-Z].{20,}\.$/);
  });
});

describe('the reward of a block', () => {
  const payments = [{ from: 0, to: 1, nonce: 0, amount: 1, fee: 7 }];

  it.each([SUBSIDY + 6, SUBSIDY + 8, SUBSIDY, 0])('is the subsidy and the fees, exactly: not %i', (rewardAmount) => {
    expect(connect([100], payments, { rewardAmount }).result).toEqual({
      ok: false,
      refusal: { code: 'ledger-reward-amount', amount: rewardAmount, expected: SUBSIDY + 7 },
    });
  });

  it('is credited after the transactions, when its time has come', () => {
    const { result, state } = connect([100], payments, {}, 57);
    expect(result.ok).toBe(true);
    expect(state(9)).toEqual({ balance: 57, nonce: 0 });
    expect(connect([], [{ from: 9, to: 1, nonce: 0, amount: 1 }], {}, 57).result).toMatchObject({
      refusal: { code: 'ledger-balance-insufficient' },
    });
  });

  it('of nothing makes no account', () => {
    const { state, result } = connect([100], [], {}, 0);
    expect(state(9)).toBeUndefined();
    expect(result).toEqual({ ok: true, value: new Map() });
  });
});

describe('the accounts that a block touches', () => {
  it('are its senders, its recipients and whose reward matures, each once', () => {
    const payments = [
      { from: 0, to: 1, nonce: 0 },
      { from: 1, to: 0, nonce: 0 },
      { from: 0, to: 2, nonce: 1 },
    ];
    const { touched } = connect([100, 100], payments, {}, 5);
    expect([...touched]).toEqual([0, 1, 2, 9].map((seed) => testKey(seed).account));
  });
});
