import type { MiningState, StratumWorker } from './api-types.ts';

export interface MiningView {
  /** True while the peer goes on mining, at whatever pace. */
  readonly steady: boolean;
  readonly threads: number;
  /** Hashes per second; 0 when unknown. */
  readonly hashRate: number;
  /** Tried for the current cheese; 0 when unknown. */
  readonly hashes: number;
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
    threads: positive(state?.threads),
    hashRate: positive(state?.hashesPerSecond),
    hashes: positive(state?.hashes),
    workers: state?.workers ?? [],
  };
}
