import type { Conditions } from '../network/conditions.ts';
import type { Fault } from './fault.ts';

/** What happens to a network in a run. With a seed it says everything; as JSON it can be kept and replayed. */
export interface Scenario {
  readonly name: string;
  /** Honest peers. */
  readonly peers: number;
  /** How many of them mine; the first ones. */
  readonly miners: number;
  /** Trackers, all of them known to every peer. */
  readonly trackers: number;
  /** Sessions that each peer makes by itself. */
  readonly outbound: number;
  /** Virtual seconds in which faults happen. */
  readonly durationSeconds: number;
  /** Virtual seconds after the last fault within which all honest peers must be on one tip. */
  readonly settleSeconds: number;
  readonly paymentsPerMinute: number;
  /** The network admits only who has a ticket, which counts so long; absent: it is open. */
  readonly ticketLifeSeconds?: number;
  /** Whether peers are told where they can be reached, as when it is absent, or go by how others see them. */
  readonly ownAddress?: 'told' | 'seen';
  readonly lines: Conditions;
  readonly faults: readonly Fault[];
}
