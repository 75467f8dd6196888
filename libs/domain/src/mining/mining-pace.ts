/**
 * How mining goes on: `continuous`: one block after another; `instant`: a block as soon as a transaction is open;
 * `interval`: a block every so many seconds. The last two are for networks whose blocks cost nothing, such as devnet.
 */
export type MiningPace =
  | { readonly kind: 'continuous' }
  | { readonly kind: 'instant' }
  | { readonly kind: 'interval'; readonly seconds: number };

export const PACE_KINDS = ['continuous', 'instant', 'interval'] as const satisfies readonly MiningPace['kind'][];

/** The pace of that kind; the seconds matter only to `interval`. */
export function paceOf(kind: MiningPace['kind'], seconds: number): MiningPace {
  return kind === 'interval' ? { kind, seconds } : { kind };
}
