import fc from 'fast-check';

/** How many test keys pay and mine. */
export const PEOPLE = 5;

/** A payment as a step asks for it: a new one, or one that stands in some block already. */
export type PaymentWish =
  | {
      readonly kind: 'new';
      readonly from: number;
      readonly to: number;
      /** Of what the sender has left after the fee; above 1 it isn't covered. */
      readonly share: number;
      readonly fee: number;
    }
  | { readonly kind: 'again'; readonly which: number };

/** What is wrong with a block besides what its payments may break by themselves. */
export type Flaw = 'reward-more' | 'reward-less' | 'reward-height' | 'forged' | 'nonce';

/** One thing that happens to a chain. Numbers that pick something are taken modulo what there is to pick from. */
export type Step =
  | {
      readonly kind: 'mine';
      /** How many blocks back the parent was made, bad ones not counted; beyond the first block it is genesis. */
      readonly back: number;
      /** Bad blocks may be built upon too. */
      readonly onBad: boolean;
      readonly miner: number;
      readonly gapSeconds: number;
      readonly payments: readonly PaymentWish[];
      readonly flaw: Flaw | undefined;
      readonly deliver: boolean;
    }
  | { readonly kind: 'deliver' | 'garble' | 'headers' | 'fail-write'; readonly which: number }
  | { readonly kind: 'batch'; readonly which: readonly number[] }
  /** A block and all below it come at once, headers first, bodies from below or from above. */
  | { readonly kind: 'path'; readonly which: number; readonly fromAbove: boolean }
  | { readonly kind: 'restart' };

const pick = fc.nat({ max: 1_000 });

const payments: fc.Arbitrary<PaymentWish> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('new' as const),
      from: fc.nat({ max: PEOPLE - 1 }),
      to: fc.nat({ max: PEOPLE }),
      share: fc.oneof(
        { weight: 20, arbitrary: fc.constantFrom(0, 0.1, 0.5, 1) },
        { weight: 1, arbitrary: fc.constant(2) },
      ),
      fee: fc.constantFrom(0, 1, 13),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const), which: pick }) },
);

const flaws = fc.constantFrom<Flaw | undefined>('reward-more', 'reward-less', 'reward-height', 'forged', 'nonce');

const mining: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('mine' as const),
  back: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat({ max: 12 }) }),
  onBad: fc.nat({ max: 9 }).map((chance) => chance === 9),
  miner: fc.nat({ max: PEOPLE }),
  // Some so long that their blocks are eased: the shorter branch may then have more work.
  gapSeconds: fc.constantFrom(1, 5, 10, 10, 30, 400, 1_500),
  payments: fc.array(payments, { maxLength: 4 }),
  flaw: fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: flaws }),
  deliver: fc.nat({ max: 3 }).map((chance) => chance > 0),
});

const deliveries: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(
    'deliver' as const,
    'deliver' as const,
    'headers' as const,
    'garble' as const,
    'fail-write' as const,
  ),
  which: pick,
});

const paths: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('path' as const),
  which: fc.nat({ max: 20 }),
  fromAbove: fc.boolean(),
});

const batches: fc.Arbitrary<Step> = fc.record({
  kind: fc.constant('batch' as const),
  which: fc.array(pick, { minLength: 1, maxLength: 12 }),
});

/** Random histories of at most so many steps. */
export function histories(maxSteps: number): fc.Arbitrary<Step[]> {
  const step = fc.oneof(
    { weight: 8, arbitrary: mining },
    { weight: 3, arbitrary: deliveries },
    { weight: 1, arbitrary: batches },
    { weight: 2, arbitrary: paths },
    { weight: 1, arbitrary: fc.constant<Step>({ kind: 'restart' }) },
  );
  return fc.array(step, { minLength: Math.ceil(maxSteps / 2), maxLength: maxSteps, size: 'max' });
}
