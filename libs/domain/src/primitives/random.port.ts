/** Randomness, from outside: the system's in a peer, seeded in tests and simulation. */
export interface Random {
  /** That many unpredictable bytes. */
  bytes(length: number): Uint8Array;
}

/** A uniform whole number in [0, limit), limit ≤ 2^48. */
export function randomInteger(random: Random, limit: number): number {
  const bytes = random.bytes(6);
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte;
  // 2^48 is so far above every limit in use that the bias of the remainder is below 2^-20.
  return value % limit;
}

/** `count` different items, chosen at random; all of them, shuffled, when there are fewer. */
export function sample<Item>(random: Random, items: readonly Item[], count: number): Item[] {
  const pool = [...items];
  const chosen = Math.min(count, pool.length);
  for (let i = 0; i < chosen; i++) {
    const j = i + randomInteger(random, pool.length - i);
    [pool[i], pool[j]] = [pool[j] as Item, pool[i] as Item];
  }
  return pool.slice(0, chosen);
}
