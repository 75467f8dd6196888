export interface CheeseHole {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

export interface CheeseArt {
  /** Which of the cheeses of the palette, 0 … 5. */
  readonly kind: number;
  /** Holes inside a square of 100 × 100, none touching another. */
  readonly holes: readonly CheeseHole[];
}

export const CHEESE_KINDS = 6;
const MAX_HOLES = 9;
const GAP = 4;

/**
 * The looks of a cheese, drawn from its smell: the same hash always gives the same holes, and two hashes that differ
 * anywhere give different ones, so that a person can recognise a block at a glance. Uses the last 20 bytes, because
 * proof of work makes the first ones zero.
 */
export function cheeseArt(hash: string): CheeseArt {
  const byte = (index: number) => Number.parseInt(hash.slice(-2 - 2 * index, hash.length - 2 * index), 16) || 0;
  const holes: CheeseHole[] = [];
  for (let i = 0; i < MAX_HOLES; i++) {
    const radius = 4 + (byte(2 * i) % 11) * (i < 3 ? 1 : 0.6);
    const reach = 100 - 2 * (radius + 6);
    const x = radius + 6 + (byte(2 * i + 1) / 255) * reach;
    const y = radius + 6 + (((byte(2 * i) * 31 + byte(2 * i + 1) * 17 + i * 53) % 256) / 255) * reach;
    const apart = holes.every((hole) => Math.hypot(hole.x - x, hole.y - y) > hole.radius + radius + GAP);
    if (apart) holes.push({ x: Math.round(x), y: Math.round(y), radius: Math.round(radius) });
  }
  return { kind: byte(19) % CHEESE_KINDS, holes };
}
