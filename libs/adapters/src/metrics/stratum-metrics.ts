import type { Registry } from 'prom-client';
import type { StratumPool } from '#domain/stratum/stratum-pool';
import { addCounters, addGauges } from './readings.ts';

/** The figures of a Stratum server, read when somebody scrapes. Workers are counted, not named: their number is open. */
export function addStratumMetrics(registry: Registry, pool: StratumPool): void {
  addGauges(registry, [
    {
      name: 'cheesechain_stratum_workers',
      help: 'Miners that are connected over Stratum and authorised.',
      read: () => pool.workers().length,
    },
    {
      name: 'cheesechain_stratum_hashes_per_second',
      help: 'Hash rate of all Stratum workers, told from their shares.',
      read: () => pool.workers().reduce((sum, { hashesPerSecond }) => sum + hashesPerSecond, 0),
    },
  ]);
  addCounters(registry, [
    {
      name: 'cheesechain_stratum_shares_total',
      help: 'Shares since the start, by what became of them.',
      labelNames: ['result'],
      read: () => {
        const { accepted, stale, refused } = pool.totals;
        return [
          [{ result: 'accepted' }, accepted],
          [{ result: 'stale' }, stale],
          [{ result: 'refused' }, refused],
        ];
      },
    },
    {
      name: 'cheesechain_stratum_blocks_found_total',
      help: 'Blocks that Stratum workers found since the start.',
      read: () => pool.totals.blocksFound,
    },
  ]);
}
