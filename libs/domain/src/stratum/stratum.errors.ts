import type { RuleBook } from '../primitives/result.ts';

/** Why a miner's message was not taken. */
export type StratumRefusal =
  | { readonly code: 'stratum-not-subscribed' }
  | { readonly code: 'stratum-unauthorised' }
  | { readonly code: 'stratum-other-worker' }
  | { readonly code: 'stratum-address-refused'; readonly reason: string }
  | { readonly code: 'stratum-job-unknown' }
  | { readonly code: 'stratum-duplicate' }
  | { readonly code: 'stratum-above-target' }
  | { readonly code: 'stratum-too-many-shares'; readonly limit: number }
  | { readonly code: 'stratum-time-out-of-range'; readonly earliest: number; readonly latest: number }
  | { readonly code: 'stratum-time-eased' }
  | { readonly code: 'stratum-version-bits' }
  | { readonly code: 'stratum-block-refused'; readonly reason: string };

export const stratumRules: RuleBook<StratumRefusal> = {
  'stratum-not-subscribed': 'Subscribe first.',
  'stratum-unauthorised': 'Authorize first, with an address of this network as user name.',
  'stratum-other-worker': 'A connection works for one user name: open another one for another.',
  'stratum-address-refused': 'The user name is the address to pay, of this very network, and may go on with .NAME.',
  'stratum-job-unknown': 'The job is out of date: the chain has moved on.',
  'stratum-duplicate': 'This share was handed in before.',
  'stratum-above-target': 'The hash does not meet the difficulty that was set.',
  'stratum-too-many-shares': 'More shares on one tip than a miner at the difficulty that is set would find.',
  'stratum-time-out-of-range': 'The time is not before the job’s and not further ahead than the network allows.',
  'stratum-time-eased': 'At that time the chain asks for other bits than the job’s: wait for the next job.',
  'stratum-version-bits': 'Only version bits of the agreed mask may be rolled.',
  'stratum-block-refused': 'The share is a block that the chain refused.',
};
