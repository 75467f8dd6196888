import fc from 'fast-check';
import { buildBlock, genesisPlace } from '#test/build-block';
import { testKey } from '#test/keys';
import { testNetwork } from '#test/network';
import { testTransfer } from '#test/transfer';
import { crumbs } from '../primitives/crumbs.ts';
import { type AccountId, accountFromBytes } from '../transaction/account.ts';
import type { AccountState } from './account-state.ts';
import { accountsTouched, connectBlock } from './connect-block.ts';
import { LedgerView } from './ledger-view.ts';
import { decodeUndo, disconnectBlock, encodeUndo } from './undo.ts';

const states = fc.option(fc.record({ balance: fc.maxSafeNat().map(crumbs), nonce: fc.maxSafeNat() }), {
  nil: undefined,
});
const accounts = fc.uint8Array({ minLength: 20, maxLength: 20 }).map(accountFromBytes);
const undos = fc
  .array(fc.tuple(accounts, states), { maxLength: 20 })
  .map((records) => new Map<AccountId, AccountState | undefined>(records));

const network = testNetwork();
const SEEDS = 4;
/** Payments of two keys to four: the nonces are put right where they are signed, and balances cover them all. */
const payments = fc.array(
  fc.record({
    from: fc.integer({ min: 0, max: 1 }),
    to: fc.integer({ min: 0, max: SEEDS - 1 }),
    amount: fc.constantFrom(1, 2),
  }),
  { maxLength: 5 },
);

describe('the undo data of a block', () => {
  it('comes back from its bytes as it was, in its order', () => {
    fc.assert(
      fc.property(undos, (undo) => {
        expect([...decodeUndo(encodeUndo(undo))]).toEqual([...undo]);
      }),
    );
  });

  it('that is damaged is not believed', () => {
    const bytes = encodeUndo(new Map([[testKey(0).account, { balance: crumbs(5), nonce: 1 }]]));
    expect(() => decodeUndo(bytes.subarray(1))).toThrow('whole records');
    expect(() => decodeUndo(bytes.map((byte, at) => (at === 28 ? 0x20 : byte)))).toThrow('below 2^53');
    expect(() => decodeUndo(bytes.map((byte, at) => (at === 20 ? 2 : byte)))).toThrow('exists or does not');
    expect(() => decodeUndo(bytes.map((byte, at) => (at === 20 ? 0 : byte)))).toThrow('nothing');
  });

  it('undoes every block to the byte: accounts that it created are gone again', () => {
    fc.assert(
      fc.property(payments, fc.boolean(), (list, pays) => {
        const nonces = [0, 0];
        const transactions = list.map((payment) => {
          const nonce = nonces[payment.from] as number;
          nonces[payment.from] = nonce + 1;
          return testTransfer(network, { ...payment, nonce, fee: 1 });
        });
        const block = buildBlock(network, genesisPlace(network), { transactions, mined: false });
        const matured = pays ? { recipient: testKey(3).account, amount: crumbs(7) } : undefined;
        const touched = accountsTouched(block, matured);
        const before = new Map<AccountId, AccountState | undefined>();
        for (let seed = 0; seed < SEEDS; seed++) {
          before.set(testKey(seed).account, seed < 2 ? { balance: crumbs(15), nonce: 0 } : undefined);
        }
        const view = new LedgerView();
        view.load(before);
        const fees = transactions.length;
        const subsidy = crumbs(block.reward.amount - fees);
        const undo = connectBlock(view, block, { subsidy, matured });
        if (!undo.ok) throw new Error(undo.refusal.code);
        expect(new Set(undo.value.keys())).toEqual(touched);
        disconnectBlock(view, decodeUndo(encodeUndo(undo.value)));
        for (const [account, state] of before) expect(view.get(account)).toEqual(state);
        // Connecting it once more gives the same undo data: nothing has been left behind.
        const again = connectBlock(view, block, { subsidy, matured });
        expect(again.ok && encodeUndo(again.value)).toEqual(encodeUndo(undo.value));
      }),
      { numRuns: 60 },
    );
  });
});
