import type { Chain } from '../chain/chain.ts';
import type { Clock } from '../primitives/clock.port.ts';
import type { Log } from '../primitives/log.port.ts';
import type { JobDesk } from './job-desk.ts';

/** Shares and blocks of all workers since the start. */
export interface StratumTotals {
  accepted: number;
  stale: number;
  /** Refused for anything but being stale. */
  refused: number;
  blocksFound: number;
}

/** What the connections of a pool share. */
export interface StratumPoolParts {
  readonly chain: Chain;
  readonly clock: Clock;
  readonly log: Log;
  readonly desk: JobDesk;
  readonly totals: StratumTotals;
}
