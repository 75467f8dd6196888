import { GOOD_LINES } from '#simulation/network/conditions';
import type { Fault } from '#simulation/scenario/fault';
import type { Scenario } from '#simulation/scenario/scenario';

/** A small network with these faults; `changes` replaces anything else. */
export function scenarioOf(faults: readonly Fault[], changes: Partial<Scenario> = {}): Scenario {
  return {
    name: 'test',
    peers: 4,
    miners: 2,
    trackers: 1,
    outbound: 3,
    durationSeconds: 60,
    settleSeconds: 300,
    paymentsPerMinute: 20,
    lines: GOOD_LINES,
    faults,
    ...changes,
  };
}
