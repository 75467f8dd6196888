import type { FaultKind } from './fault-kind.ts';
import { HOSTILE_FAULTS } from './hostile-faults.ts';
import { MEMBERSHIP_FAULTS } from './membership-faults.ts';
import { NETWORK_FAULTS } from './network-faults.ts';
import { PEER_FAULTS } from './peer-faults.ts';

/** All kinds of faults, in the order in which people read of them. */
export const FAULT_KINDS: readonly FaultKind[] = [
  ...NETWORK_FAULTS,
  ...PEER_FAULTS,
  ...HOSTILE_FAULTS,
  ...MEMBERSHIP_FAULTS,
];

const byName = new Map(FAULT_KINDS.map((kind) => [kind.name, kind]));

export function faultKind(name: string): FaultKind | undefined {
  return byName.get(name);
}
