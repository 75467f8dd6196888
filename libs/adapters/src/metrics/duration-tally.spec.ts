import fc from 'fast-check';
import { Histogram, Registry } from 'prom-client';
import { DurationTally } from './duration-tally.ts';

const BUCKETS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10];

describe('a tally of durations', () => {
  it('tells the same samples as a Prometheus histogram of single observations', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(fc.double({ min: 0, max: 20, noNaN: true }), fc.constantFrom(...BUCKETS)), { minLength: 1 }),
        async (durations) => {
          const registers = [new Registry()];
          const histogram = new Histogram({ name: 'd', help: 'd', labelNames: ['route'], buckets: BUCKETS, registers });
          const tally = new DurationTally();
          for (const seconds of durations) {
            histogram.observe({ route: '/v1/chain' }, seconds);
            tally.add(seconds);
          }
          const expected = (await histogram.get()).values.map(({ metricName, labels, value }) => ({
            metricName,
            labels,
            value,
          }));
          expect(tally.samples('d', { route: '/v1/chain' })).toEqual(expected);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('tells nothing before the first', () => {
    expect(new DurationTally().samples('d', {})).toEqual([]);
  });
});
