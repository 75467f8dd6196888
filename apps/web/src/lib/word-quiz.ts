export interface WordQuestion {
  /** Place of the word asked for, from 0. */
  readonly position: number;
  /** Words to choose from, the right one among them. */
  readonly choices: readonly string[];
}

/** Three places out of twelve: whoever only guesses passes once in 64 times. */
const QUESTIONS = 3;
const CHOICES = 4;

/** The same items in an order that `random` (0 ≤ r < 1) makes (Fisher and Yates). */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    const moved = order[i] as T;
    order[i] = order[other] as T;
    order[other] = moved;
  }
  return order;
}

/**
 * Asks for some of a wallet's secret words, each to be picked out of others of the same wallet: whoever has noted the
 * words knows their places, whoever has only glanced at them does not. Positions rise.
 */
export function wordQuiz(words: readonly string[], random: () => number): WordQuestion[] {
  const positions = shuffled([...words.keys()], random)
    .slice(0, QUESTIONS)
    .sort((a, b) => a - b);
  return positions.map((position) => {
    const right = words[position] as string;
    // A mnemonic may hold the same word twice: no choice stands there twice.
    const others = shuffled(
      [...new Set(words)].filter((word) => word !== right),
      random,
    ).slice(0, CHOICES - 1);
    return { position, choices: shuffled([right, ...others], random) };
  });
}
