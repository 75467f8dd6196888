import type { Block, Transaction } from './api-types.ts';
import { type PeopleSources, peopleToPay } from './people.ts';

const OWN = 'dcheese1own';
const NONE: PeopleSources = { own: OWN, neighbours: [], labels: new Map(), blocks: [], open: [] };
const paymentOf = (sender: string, recipient: string) => ({ sender, recipient }) as Transaction;
const blockOf = (height: number, recipient: string, transactions: Transaction[] = []) =>
  ({ height, reward: { recipient, amount: 1 }, transactions }) as unknown as Block;

describe('whom one could pay', () => {
  it('is first who has a page on this machine, then who has a name, who paid, who made a cheese', () => {
    const people = peopleToPay({
      own: OWN,
      neighbours: [{ port: 5006, address: 'dcheese1near' }],
      labels: new Map([['dcheese1alice', 'Alice']]),
      open: [paymentOf(OWN, 'dcheese1open')],
      blocks: [blockOf(2, 'dcheese1miner', [paymentOf('dcheese1payer', OWN)])],
    });
    expect(people.map(({ name }) => name)).toEqual([
      'Peer at port 5006',
      'Alice',
      'dcheese1open',
      'dcheese1payer',
      'dcheese1miner',
    ]);
  });

  it('is nobody twice, not oneself, and nobody of another network', () => {
    const people = peopleToPay({
      ...NONE,
      neighbours: [{ port: 1, address: 'dcheese1bob' }],
      labels: new Map([
        ['dcheese1bob', 'Bob'],
        ['cheese1carol', 'Carol'],
        [OWN, 'me'],
      ]),
      blocks: [blockOf(1, 'dcheese1bob'), blockOf(0, 'dcheese1nobody')],
    });
    expect(people).toEqual([{ address: 'dcheese1bob', name: 'Bob', why: 'its page is open on this machine' }]);
  });

  it('is at most six', () => {
    const blocks = [...'abcdefgh'].map((letter, height) => blockOf(height + 1, `dcheese1${letter}`));
    expect(peopleToPay({ ...NONE, blocks })).toHaveLength(6);
  });
});
