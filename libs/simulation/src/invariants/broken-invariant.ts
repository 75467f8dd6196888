/** The promises that a network of honest peers must keep, whatever goes wrong around it. */
export type InvariantName =
  | 'no-invalid-block-accepted'
  | 'supply-is-exact'
  | 'accounts-equal-replay'
  | 'peers-converge'
  | 'nothing-acknowledged-is-lost'
  | 'no-honest-peer-banned'
  | 'no-stranger-admitted'
  | 'expired-are-cut'
  | 'revoked-stay-out'
  | 'one-address-at-a-time'
  | 'structures-within-caps'
  | 'no-peer-fails'
  | 'run-ends';

export const INVARIANTS: Readonly<Record<InvariantName, string>> = {
  'no-invalid-block-accepted': 'No honest peer connects a block that breaks a rule.',
  'supply-is-exact': 'Balances and immature rewards are exactly what allocations and subsidies have created.',
  'accounts-equal-replay': 'Every peer’s accounts are those that a replay of its chain from genesis gives.',
  'peers-converge': 'Some time after the last fault all honest peers are on one tip.',
  'nothing-acknowledged-is-lost': 'A block or payment that was acknowledged is there after a crash.',
  'no-honest-peer-banned': 'No honest peer bans another one.',
  'no-stranger-admitted': 'In a permissioned network nobody has a session who was never given a ticket.',
  'expired-are-cut':
    'Nobody is admitted with a ticket that ran out before the tolerance of two minutes; a session ends 11 s after that at most.',
  'revoked-stay-out':
    'Nobody who is revoked has a session with a peer that knows of it; nor with any other, two minutes after the last fault.',
  'one-address-at-a-time': 'No peer signs two addresses of one sequence: nobody would hear of the second.',
  'structures-within-caps': 'Every queue, cache and list stays within its cap.',
  'no-peer-fails': 'No peer logs an error, rejects a promise that nobody awaits, or fails to start.',
  'run-ends': 'A run ends within its bounds of events and real time.',
};

/** A promise that was broken: when, by whom, and how. */
export interface BrokenInvariant {
  readonly invariant: InvariantName;
  /** Seconds of virtual time since the run began. */
  readonly atSeconds: number;
  readonly peer: string;
  readonly detail: string;
}
