import { createNetwork, type Network } from '#domain/network-params/network';
import type { Allocation, NetworkParameters } from '#domain/network-params/network-parameters';
import { PRESETS } from '#domain/network-params/presets';
import { crumbs } from '#domain/primitives/crumbs';
import { testAddress } from './keys.ts';

/** A devnet (every second hash is a block), with some of its parameters replaced. */
export function testNetwork(overrides: Partial<NetworkParameters> = {}): Network {
  return createNetwork({ ...PRESETS.devnet, ...overrides });
}

/** Starting balances: `amount` crumbs for each of the test keys 0 … count − 1, in the order that files have. */
export function testAllocations(count: number, amount: number): Allocation[] {
  const allocations = Array.from({ length: count }, (_, seed) => ({
    address: testAddress(seed),
    amount: crumbs(amount),
  }));
  return allocations.sort((left, right) => (left.address < right.address ? -1 : 1));
}
