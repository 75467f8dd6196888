import type { Watch } from '../invariants/watch.ts';
import type { SimulatedTracker } from '../peers/simulated-tracker.ts';
import type { Statistics } from '../run/statistics.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import type { Member } from './member.ts';
import type { TicketLedger } from './ticket-ledger.ts';

/** Everybody whom membership concerns, and who watches them. */
export interface Society {
  readonly time: VirtualTime;
  readonly statistics: Statistics;
  readonly watch: Watch;
  readonly peers: readonly Member[];
  readonly trackers: readonly SimulatedTracker[];
  readonly tickets: TicketLedger;
  /** Something has changed that peers may agree on. */
  tipChanged(): void;
}
