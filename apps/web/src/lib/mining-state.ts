import type { MiningState, StratumWorker } from './api-types.ts';
import { duration, plural } from './format.ts';

export interface MiningView {
  /** True while the peer goes on mining, at whatever pace. */
  readonly steady: boolean;
  /** What it goes on doing, in words; '' when it does not. */
  readonly pace: string;
  /** One cheese is being made, for whoever asked. */
  readonly single: boolean;
  readonly threads: number;
  /** Hashes per second; 0 when unknown. */
  readonly hashRate: number;
  /** Tried for the current cheese; 0 when unknown. */
  readonly hashes: number;
  /** Blocks found since the peer started. */
  readonly found: number;
  /** Miners connected over Stratum. */
  readonly workers: readonly StratumWorker[];
}

const STEADY: ReadonlySet<string | undefined> = new Set(['continuous', 'instant', 'interval']);

function positive(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

/** What the page shows of GET /v1/mining; what is missing reads as “not mining”. */
export function miningView(state: MiningState | undefined): MiningView {
  return {
    steady: STEADY.has(state?.mode),
    pace: paceOf(state),
    single: state?.mode === 'one',
    threads: positive(state?.threads),
    hashRate: positive(state?.hashesPerSecond),
    hashes: positive(state?.hashes),
    found: positive(state?.blocksFound),
    workers: state?.workers ?? [],
  };
}

function paceOf(state: MiningState | undefined): string {
  if (state?.mode === 'continuous') return `one after another, on ${plural(positive(state.threads), 'thread')}`;
  if (state?.mode === 'instant') return 'one whenever a payment is open';
  if (state?.mode !== 'interval') return '';
  const seconds = positive(state.intervalSeconds);
  return seconds === 0 ? 'one at even intervals' : `one every ${duration(seconds)}`;
}

/**
 * How probable it was (0 … 1) to have found a block within so many hashes, when one takes `expected` on average: each
 * try is a draw of its own, so nobody is ever “due”.
 */
export function chanceByNow(hashes: number, expected: number): number {
  return expected > 0 ? 1 - Math.exp(-Math.max(0, hashes) / expected) : 0;
}
