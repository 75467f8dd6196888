import { GOOD_LINES } from '../network/conditions.ts';
import { SeededStream } from '../random/seeded-stream.ts';
import { randomFaults } from './random-faults.ts';
import type { Scenario } from './scenario.ts';

/** How a named scenario differs from the others: its faults are drawn anew for each seed. */
interface Recipe {
  readonly description: string;
  readonly kinds: readonly string[];
  /** So many faults, at least and at most. */
  readonly faults: readonly [number, number];
  /** The network is permissioned, with tickets of one of these lives. */
  readonly ticketLives?: readonly number[];
  readonly ownAddress?: 'seen';
}

/** The network settles for so long before anything goes wrong. */
const FIRST_FAULT_SECONDS = 15;
const DURATION_SECONDS = 150;
/** A lost way is found again within a minute or two; a block after a jump of the hash rate may take several minutes. */
const SETTLE_SECONDS = 600;
const PAYMENTS_PER_MINUTE = 12;

/** A ticket of this life or a longer one counts at the end of any run. */
const LASTING_TICKET_SECONDS = 900;

/** In this order and no others: which fault a seed draws hangs on it. */
const CHAOS_KINDS = [
  ...['partition', 'one-way-cut', 'slow-line', 'bad-lines', 'tracker-death'],
  ...['crash', 'blackout', 'full-disk', 'churn', 'clock-skew', 'hash-rate'],
  ...['flooder', 'liar', 'spam'],
];

export const RECIPES: Readonly<Record<string, Recipe>> = {
  calm: { description: 'nothing goes wrong', kinds: [], faults: [0, 0] },
  partition: {
    description: 'the network splits, in one direction or both, and meets again',
    kinds: ['partition', 'one-way-cut'],
    faults: [2, 4],
  },
  churn: { description: 'peers leave and come back all the time', kinds: ['churn'], faults: [1, 3] },
  'tracker-death': {
    description: 'trackers die while peers come and go',
    kinds: ['tracker-death', 'tracker-death', 'churn', 'crash', 'blackout'],
    faults: [3, 5],
  },
  'clock-skew': { description: 'clocks are wrong', kinds: ['clock-skew'], faults: [2, 4] },
  crash: {
    description: 'peers lose their power while they connect and reorganise',
    kinds: ['crash', 'crash', 'partition', 'blackout', 'full-disk'],
    faults: [6, 12],
  },
  'hash-rate': { description: 'hash rate comes and goes', kinds: ['hash-rate'], faults: [3, 6] },
  'bad-lines': {
    description: 'lines lose, delay, repeat and break',
    kinds: ['bad-lines', 'slow-line'],
    faults: [2, 5],
  },
  flooder: { description: 'invalid blocks are announced', kinds: ['flooder'], faults: [1, 3] },
  liar: {
    description: 'peers lie to those who synchronise',
    kinds: ['liar', 'liar', 'crash', 'churn'],
    faults: [2, 5],
  },
  spam: { description: 'worthless transactions and requests', kinds: ['spam'], faults: [1, 3] },
  'lying-tracker': {
    description: 'somebody takes over the addresses of trackers, while peers come and go',
    kinds: [
      'lying-tracker',
      'lying-tracker',
      'lying-tracker',
      'tracker-death',
      'crash',
      'blackout',
      'churn',
      'partition',
    ],
    faults: [4, 8],
    ownAddress: 'seen',
  },
  chaos: { description: 'everything at once', kinds: CHAOS_KINDS, faults: [8, 14] },
  permissioned: {
    description: 'members come and go by ticket, are revoked and invited anew, and strangers try to get in',
    kinds: [
      ...['revocation', 'revocation', 'stranger', 'stranger', 'tracker-death', 'lying-tracker'],
      ...['partition', 'one-way-cut', 'bad-lines', 'crash', 'blackout', 'churn', 'clock-skew'],
    ],
    faults: [8, 14],
    ticketLives: [60, 120, LASTING_TICKET_SECONDS],
  },
};

/** The scenario of a name for a seed and so many peers; undefined when there is none of that name. */
export function namedScenario(name: string, peers: number, seed: number): Scenario | undefined {
  const recipe = Object.hasOwn(RECIPES, name) ? RECIPES[name] : undefined;
  if (recipe === undefined) return undefined;
  const stream = new SeededStream(`cheesechain scenario ${name} ${seed}`);
  const [miners, trackers] = [Math.max(1, Math.ceil(peers / 3)), 2];
  const ticketLifeSeconds = recipe.ticketLives === undefined ? undefined : stream.pick(recipe.ticketLives);
  const needsTrackers = (ticketLifeSeconds ?? LASTING_TICKET_SECONDS) < LASTING_TICKET_SECONDS;
  const [fromSeconds, untilSeconds] = [FIRST_FAULT_SECONDS, DURATION_SECONDS];
  const room = { peers, miners, trackers, fromSeconds, untilSeconds, needsTrackers };
  const count = stream.integer(...recipe.faults);
  return {
    name,
    peers,
    miners,
    trackers,
    outbound: Math.min(4, peers - 1),
    durationSeconds: DURATION_SECONDS,
    settleSeconds: SETTLE_SECONDS,
    paymentsPerMinute: PAYMENTS_PER_MINUTE,
    lines: GOOD_LINES,
    ...(ticketLifeSeconds !== undefined && { ticketLifeSeconds }),
    ...(recipe.ownAddress && { ownAddress: recipe.ownAddress }),
    faults: recipe.kinds.length === 0 ? [] : randomFaults(stream, room, recipe.kinds, count),
  };
}
