import fc from 'fast-check';
import { EventQueue } from './event-queue.ts';

describe('the queue of events', () => {
  it('gives them by time, and those of one time in the order they came, whatever was cancelled', () => {
    const additions = fc.array(fc.record({ atMs: fc.nat(20), cancelled: fc.boolean() }), { maxLength: 200 });
    fc.assert(
      fc.property(additions, (list) => {
        const queue = new EventQueue();
        const expected: { atMs: number; index: number }[] = [];
        list.forEach(({ atMs, cancelled }, index) => {
          const event = queue.push(atMs, () => undefined);
          if (cancelled) event.run = undefined;
          else expected.push({ atMs, index });
        });
        expected.sort((left, right) => left.atMs - right.atMs || left.index - right.index);
        for (const { atMs, index } of expected) expect(queue.pop()).toMatchObject({ atMs, order: index });
        expect(queue.pop()).toBeUndefined();
      }),
    );
  });
});
