import { Gauge, type Registry } from 'prom-client';
import type { StratumPool } from '#domain/stratum/stratum-pool';

/** The figures of a Stratum server, read when somebody scrapes. Workers are counted, not named: their number is open. */
export function addStratumMetrics(registry: Registry, pool: StratumPool): void {
  const registers = [registry];
  new Gauge({
    name: 'cheesechain_stratum_workers',
    help: 'Miners that are connected over Stratum and authorised.',
    registers,
    collect() {
      this.set(pool.workers().length);
    },
  });
  new Gauge({
    name: 'cheesechain_stratum_hashes_per_second',
    help: 'Hash rate of all Stratum workers, told from their shares.',
    registers,
    collect() {
      this.set(pool.workers().reduce((sum, { hashesPerSecond }) => sum + hashesPerSecond, 0));
    },
  });
  new Gauge({
    name: 'cheesechain_stratum_shares',
    help: 'Shares since the start, by what became of them.',
    labelNames: ['result'],
    registers,
    collect() {
      const { accepted, stale, refused } = pool.totals;
      this.set({ result: 'accepted' }, accepted);
      this.set({ result: 'stale' }, stale);
      this.set({ result: 'refused' }, refused);
    },
  });
  new Gauge({
    name: 'cheesechain_stratum_blocks_found',
    help: 'Blocks that Stratum workers found since the start.',
    registers,
    collect() {
      this.set(pool.totals.blocksFound);
    },
  });
}
