import type { MiningState } from './api-types.ts';

export interface MiningView {
  readonly active: boolean;
  readonly threads: number;
  /** Hashes per second; 0 when unknown. */
  readonly hashRate: number;
}

/** What the page shows of GET /v1/mining; missing or strange fields read as “not mining”. */
export function miningView(state: MiningState | undefined): MiningView {
  const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0);
  return { active: state?.active === true, threads: number(state?.threads), hashRate: number(state?.hashRate) };
}
