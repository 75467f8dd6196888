import { buildBlock, genesisPlace } from '#test/build-block';
import { testNetwork } from '#test/network';
import { testTransfer } from '#test/transfer';
import { toHex } from '../primitives/bytes.ts';
import { rewardOf, transactionAt } from './block-parts.ts';

const network = testNetwork();
const transactions = [0, 1, 2].map((nonce) => testTransfer(network, { from: 1, to: 2, nonce, amount: 5, fee: 400 }));

describe('the parts of a block', () => {
  it('are found in its bytes as they are in the decoded block', () => {
    const block = buildBlock(network, genesisPlace(network), { transactions });
    expect(toHex(rewardOf(block.bytes).bytes)).toBe(toHex(block.reward.bytes));
    expect(transactions.map((_, index) => transactionAt(block.bytes, index)?.id)).toEqual(
      block.transactions.map(({ id }) => id),
    );
  });

  it('are not there beyond its ends, nor in a block without transactions', () => {
    const [full, empty] = [transactions, []].map((each) =>
      buildBlock(network, genesisPlace(network), { transactions: each }),
    );
    for (const index of [-1, 3, 1_000]) expect(transactionAt(full?.bytes ?? new Uint8Array(), index)).toBeUndefined();
    expect(transactionAt(empty?.bytes ?? new Uint8Array(), 0)).toBeUndefined();
  });
});
