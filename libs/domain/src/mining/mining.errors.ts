import type { RuleBook } from '../primitives/result.ts';

export type MiningRefusal =
  | { readonly code: 'mining-busy' }
  | { readonly code: 'mining-cancelled' }
  | { readonly code: 'mining-threads-out-of-range'; readonly threads: number; readonly maximum: number }
  | { readonly code: 'mining-clock-behind'; readonly earliest: number; readonly latest: number }
  | { readonly code: 'mining-block-refused'; readonly reason: string };

export const miningRules: RuleBook<MiningRefusal> = {
  'mining-busy': 'One search runs at a time: wait for it, or stop it first.',
  'mining-cancelled': 'The search was stopped before it found a block.',
  'mining-threads-out-of-range': 'Mining takes at least one thread and at most as many as the machine has cores.',
  'mining-clock-behind': 'A new block must be later than the newest one, which is further ahead than the clock allows.',
  'mining-block-refused': 'The mined block broke a rule of the chain; that is a fault of this node, and is logged.',
};
