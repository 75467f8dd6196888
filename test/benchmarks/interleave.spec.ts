import { interleave, quantile } from './interleave.ts';

const context = { rounds: 3, progress() {} };

describe('interleaved rounds', () => {
  it('run the cases in turn and leave the first round out', async () => {
    const calls: string[] = [];
    const record = (name: string) => async () => calls.push(name);
    await interleave(context, { a: record('a'), b: record('b') });
    expect(calls.join('')).toBe('abbaabba');
  });

  it('give the median of the rounds', async () => {
    const figures = [1000, 5, 7, 6];
    const rounds = await interleave(context, { only: async () => figures.shift() as number });
    expect(rounds.median('only')).toBe(6);
  });

  it('give ratios of neighbours, which a machine that changes its speed does not change', async () => {
    let measurements = 0;
    const speed = () => [1, 1, 8, 2][Math.floor(measurements++ / 2)] as number;
    const rounds = await interleave(context, {
      reference: async () => 10 * speed(),
      subject: async () => 15 * speed(),
    });
    expect(rounds.ratio('subject', 'reference')).toBe(1.5);
  });
});

describe('a quantile', () => {
  it('lies between neighbours where no value stands', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([1, 2, 3], 0.99)).toBeCloseTo(2.98);
    expect(quantile([], 0.5)).toBeNaN();
  });
});
