import { GOOD_LINES } from '#simulation/network/conditions';
import type { Scenario } from '#simulation/scenario/scenario';

/** A run that once broke a promise: the scenario as it was shrunk, its seed, and what went wrong. */
export interface Regression {
  readonly found: string;
  readonly seed: number;
  readonly scenario: Scenario;
}

const COMMON = {
  name: 'regression',
  trackers: 2,
  outbound: 4,
  settleSeconds: 600,
  paymentsPerMinute: 12,
  lines: GOOD_LINES,
};

/** Everything that the simulation has found in the program, in the order in which it was found. */
export const REGRESSIONS: readonly Regression[] = [
  {
    found: 'a clock that was set back during a search made a miner log its own block as a failure',
    seed: 2,
    scenario: {
      ...COMMON,
      peers: 6,
      miners: 4,
      durationSeconds: 60,
      // All miners and longer than it was found: so it does not hang on the moment at which a block is found.
      faults: [{ kind: 'clock-skew', atSeconds: 10, forSeconds: 50, peers: [0, 1, 2, 3], seconds: -103 }],
    },
  },
  {
    found: 'a liar that withheld the block of the best header made honest peers ban each other for not having it',
    seed: 58,
    scenario: {
      ...COMMON,
      peers: 12,
      miners: 4,
      durationSeconds: 150,
      faults: [
        { kind: 'liar', lie: 'withhold', atSeconds: 102, forSeconds: 1_800 },
        { kind: 'one-way-cut', from: [2, 4, 6, 8, 9, 10], to: [3, 5, 7], atSeconds: 112, forSeconds: 38 },
      ],
    },
  },
  {
    found: 'a power cut right after a reorganisation took acknowledged payments that it had just opened again',
    seed: 77,
    scenario: {
      ...COMMON,
      peers: 7,
      miners: 3,
      durationSeconds: 132,
      faults: [
        { kind: 'blackout', peers: [1, 3, 6], atSeconds: 25, forSeconds: 17 },
        { kind: 'full-disk', peer: 5, atSeconds: 26, forSeconds: 16 },
        { kind: 'partition', side: [0, 3, 5], atSeconds: 52, forSeconds: 67 },
        { kind: 'blackout', peers: [0, 1, 2, 3, 4, 5, 6], atSeconds: 121, forSeconds: 11 },
      ],
    },
  },
  {
    found: 'a peer killed in its first minute had kept no address, and stayed alone once the trackers were dead',
    seed: 137,
    scenario: {
      ...COMMON,
      paymentsPerMinute: 0,
      peers: 16,
      miners: 10,
      durationSeconds: 150,
      faults: [
        {
          kind: 'blackout',
          peers: [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
          atSeconds: 23,
          forSeconds: 35,
        },
        { kind: 'tracker-death', tracker: 0, atSeconds: 38, forSeconds: 1_800 },
        { kind: 'crash', peer: 6, moment: 'after-connect', atSeconds: 86, forSeconds: 21 },
        { kind: 'tracker-death', tracker: 1, atSeconds: 92, forSeconds: 1_800 },
      ],
    },
  },
  {
    found:
      'two halves that were apart for long, with no tracker left, had all the sessions they want and never met again',
    seed: 1,
    scenario: {
      ...COMMON,
      paymentsPerMinute: 0,
      peers: 20,
      outbound: 3,
      miners: 4,
      durationSeconds: 320,
      faults: [
        { kind: 'tracker-death', tracker: 0, atSeconds: 14, forSeconds: 3_600 },
        { kind: 'tracker-death', tracker: 1, atSeconds: 14, forSeconds: 3_600 },
        { kind: 'partition', side: [0, 2, 4, 6, 8, 10, 12, 14, 16, 18], atSeconds: 20, forSeconds: 300 },
      ],
    },
  },
  {
    found: 'a member that started with a wrong clock turned its ticket down, and never asked for another',
    seed: 1,
    scenario: {
      ...COMMON,
      paymentsPerMinute: 0,
      peers: 4,
      miners: 2,
      durationSeconds: 60,
      ticketLifeSeconds: 120,
      faults: [
        { kind: 'clock-skew', peers: [1], seconds: 6331, atSeconds: 15, forSeconds: 40 },
        { kind: 'crash', peer: 1, moment: 'now', atSeconds: 20, forSeconds: 5 },
      ],
    },
  },
  {
    found:
      'a peer that learned in one second that it was told a wrong address signed the right one with the same sequence',
    seed: 1,
    scenario: {
      ...COMMON,
      paymentsPerMinute: 0,
      peers: 6,
      miners: 2,
      durationSeconds: 120,
      ownAddress: 'seen',
      faults: [
        { kind: 'lying-tracker', tracker: 1, lie: 'wrong-self', atSeconds: 0, forSeconds: 3_600 },
        { kind: 'churn', leavesPerMinute: 30, politeShare: 0.5, atSeconds: 20, forSeconds: 100 },
      ],
    },
  },
];
