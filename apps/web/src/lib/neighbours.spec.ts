import { bech32m } from '@scure/base';
import { chainTag, readNeighbours, withOwnWallet } from './neighbours.ts';

const addressOf = (account: number) =>
  bech32m.encode('dcheese', [0, ...bech32m.toWords(new Uint8Array(20).fill(account))]);
const TAG = chainTag(`${'0'.repeat(56)}fe18bfa3`);

describe('pages on one machine', () => {
  it('learn each other’s wallets, but not their own', () => {
    const both = withOwnWallet(withOwnWallet('', TAG, { port: 5005, address: addressOf(1) }), TAG, {
      port: 5006,
      address: addressOf(2),
    });
    expect(readNeighbours(both, TAG, 5005)).toEqual([{ port: 5006, address: addressOf(2) }]);
    expect(readNeighbours(both, TAG, 5006)).toEqual([{ port: 5005, address: addressOf(1) }]);
  });

  it('of another chain are strangers', () => {
    const text = withOwnWallet('', TAG, { port: 5005, address: addressOf(1) });
    expect(readNeighbours(text, 'ffffffff', 1)).toEqual([]);
  });

  it('replace what they said before, and are at most eight', () => {
    let text = '';
    for (let port = 1; port <= 10; port++) text = withOwnWallet(text, TAG, { port, address: addressOf(port) });
    text = withOwnWallet(text, TAG, { port: 9, address: addressOf(99) });
    const known = readNeighbours(text, TAG, 0);
    expect(known).toHaveLength(8);
    expect(known[0]).toEqual({ port: 9, address: addressOf(99) });
  });

  it.each(['', '...', '5005', `5005-${TAG}-dcheese1qqqqqqqqqq`, `x-${TAG}-${addressOf(1)}`, '<b>-<b>-<b>'])(
    'are none in %j',
    (text) => {
      expect(readNeighbours(text, TAG, 0)).toEqual([]);
    },
  );
});
