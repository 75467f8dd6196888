import { ManualClock } from '#test/manual-clock';
import { ScriptedSession } from '#test/peers/scripted-session';
import { testPeer } from '#test/peers/test-peer';
import { unsignedTransfer } from '#test/unsigned-transfer';
import { EarlyTransactions } from './early-transactions.ts';

const clock = new ManualClock(1_000_000_000_000);
const peer = testPeer(new ScriptedSession({ seed: 1, clock, script: {} }), clock);
const idOf = (nonce: number) => unsignedTransfer({ from: 1, to: 2, nonce }).id;

describe('transactions that came before the block that makes them possible', () => {
  it('are to be asked of who gave them when the chain moves, once for each refusal', () => {
    const early = new EarlyTransactions();
    early.refused(peer, idOf(0), 'mempool-balance-insufficient');
    early.refused(peer, idOf(1), 'mempool-nonce-too-far');
    expect([...early.take()]).toEqual([
      [idOf(0), peer],
      [idOf(1), peer],
    ]);
    expect(early.take().size).toBe(0);
  });

  it('are none of those that no block makes possible', () => {
    const early = new EarlyTransactions();
    for (const code of ['mempool-fee-too-low', 'mempool-nonce-used', 'transaction-signature-invalid']) {
      early.refused(peer, idOf(0), code);
    }
    expect(early.take().size).toBe(0);
  });

  it('are given up after four blocks that changed nothing', () => {
    const early = new EarlyTransactions();
    const asked = Array.from({ length: 6 }, () => {
      early.refused(peer, idOf(0), 'mempool-balance-insufficient');
      return early.take().size;
    });
    expect(asked).toEqual([1, 1, 1, 1, 0, 0]);
  });
});
