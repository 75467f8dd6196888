import fc from 'fast-check';
import { unsignedTransfer } from '#test/unsigned-transfer';
import { OpenTransaction } from './open-transaction.ts';
import { RateOrder } from './rate-order.ts';

let arrivals = 0;
const entryOf = (fee: number) =>
  new OpenTransaction(unsignedTransfer({ from: 1, to: 2, nonce: 0, fee }), 0, ++arrivals, false);
const sorted = (entries: readonly OpenTransaction[]) =>
  [...entries].sort((left, right) => right.feeRate - left.feeRate || left.arrival - right.arrival);

describe('the order by fee rate', () => {
  it('is that of a sorted list, whatever comes and goes', () => {
    const steps = fc.array(fc.record({ fee: fc.nat(50), remove: fc.boolean(), which: fc.nat(10_000) }), {
      minLength: 1,
      maxLength: 3_000,
      size: 'max',
    });
    fc.assert(
      fc.property(steps, (list) => {
        const order = new RateOrder();
        const model: OpenTransaction[] = [];
        for (const { fee, remove, which } of list) {
          if (remove && model.length > 0) {
            order.remove(model.splice(which % model.length, 1)[0] as OpenTransaction);
          } else {
            const entry = entryOf(fee);
            model.push(entry);
            order.insert(entry);
          }
        }
        const expected = sorted(model);
        expect([...order.fromBest()]).toEqual(expected);
        expect([...order.fromWorst()]).toEqual(expected.reverse());
        expect(order.size).toBe(model.length);
        expect(order.worst).toBe(expected[0]);
      }),
      { numRuns: 30 },
    );
  });

  it('goes on from any place, also from one that nobody holds any more', () => {
    const order = new RateOrder();
    const entries = Array.from({ length: 1_500 }, (_, index) => entryOf(index % 70));
    for (const entry of entries) order.insert(entry);
    const all = sorted(entries);
    for (const index of [0, 1, 511, 512, 513, 700, 1_499]) {
      const place = all[index] as OpenTransaction;
      expect([...order.fromBest(place)]).toEqual(all.slice(index + 1));
      order.remove(place);
      expect([...order.fromBest(place)]).toEqual(all.slice(index + 1));
      order.insert(place);
    }
  });

  it('shrinks as well as it grows', () => {
    const order = new RateOrder();
    const entries = Array.from({ length: 5_000 }, (_, index) => entryOf((index * 7_919) % 1_000));
    for (const entry of entries) order.insert(entry);
    for (const entry of entries) order.remove(entry);
    expect([...order.fromBest()]).toEqual([]);
    expect(order.worst).toBeUndefined();
  });

  it('refuses to take out what is not in it', () => {
    const order = new RateOrder();
    order.insert(entryOf(3));
    expect(() => order.remove(entryOf(3))).toThrow('found at its place');
  });
});
