import { type MiningRefusal, miningRules } from '#domain/mining/mining.errors';
import { type WorkRefusal, workRules } from '#domain/mining/work.errors';
import { type StratumRefusal, stratumRules } from '#domain/stratum/stratum.errors';
import { type Explanation, explain } from '../explanation.ts';

/** Of mining, here and by others. */
export const MINING_EXPLANATIONS: readonly Explanation[] = [
  ...explain<MiningRefusal>(
    'mining',
    miningRules,
    {
      'mining-threads-out-of-range': { threads: 'what was asked for', maximum: 'how many there are' },
      'mining-clock-behind': {
        earliest: 'the earliest time that the block may have, seconds since 1970',
        latest: 'the latest that it may have now, by the clock of this peer',
      },
      'mining-block-refused': { reason: 'the code of the rule that it broke' },
    },
    {
      'mining-busy': 'GET /v1/mining tells what runs, DELETE /v1/mining stops it.',
      'mining-clock-behind': 'See that the clock of this machine is right.',
    },
  ),
  ...explain<WorkRefusal>('mining', workRules, {
    'work-unknown': { id: 'the template' },
    'work-stale': { id: 'the template' },
    'work-header-foreign': {
      previousHash: 'the block that the header stands on',
      expected: 'the block that the template stands on',
    },
  }),
  ...explain<StratumRefusal>('mining for others', stratumRules, {
    'stratum-address-refused': { reason: 'the code of what is wrong with the address' },
    'stratum-too-many-shares': { limit: 'how many are taken on one tip' },
    'stratum-time-out-of-range': {
      earliest: 'the earliest time, seconds since 1970',
      latest: 'the latest time, seconds since 1970',
    },
    'stratum-block-refused': { reason: 'the code of the rule that the block broke' },
  }),
];
