import fc from 'fast-check';
import { wordQuiz } from './word-quiz.ts';

const words = 'legal winner thank year wave sausage worth useful legal winner thank yellow'.split(' ');
const randomOf = (numbers: readonly number[]) => {
  let next = 0;
  return () => numbers[next++ % numbers.length] ?? 0;
};
const randoms = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 1 });

describe('the quiz about secret words', () => {
  it('asks three places in rising order, the right word once among four different ones', () => {
    fc.assert(
      fc.property(randoms, (numbers) => {
        const quiz = wordQuiz(words, randomOf(numbers));
        expect(quiz).toHaveLength(3);
        const positions = quiz.map(({ position }) => position);
        expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
        for (const { position, choices } of quiz) {
          expect(new Set(choices).size).toBe(4);
          expect(choices).toContain(words[position]);
        }
      }),
    );
  });

  it('does not always ask the same', () => {
    const asked = [0.1, 0.5, 0.9].map((number) => JSON.stringify(wordQuiz(words, randomOf([number, 0.3]))));
    expect(new Set(asked).size).toBe(3);
  });

  it('is content with a mnemonic of one word repeated', () => {
    const quiz = wordQuiz(Array<string>(12).fill('abandon'), () => 0);
    expect(quiz.every(({ choices }) => choices.length === 1)).toBe(true);
  });
});
