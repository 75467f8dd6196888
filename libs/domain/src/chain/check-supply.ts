import type { Network } from '../network-params/network.ts';
import { totalSubsidies } from '../network-params/supply.ts';
import type { ChainFault } from './chain-fault.errors.ts';
import type { ChainStore } from './chain-store.port.ts';
import { DamagedBodyError } from './damaged-body-error.ts';
import { HEADER_WINDOW } from './header-tree.ts';
import { storedBlock } from './stored-block.ts';
import { StoredEntries } from './stored-entries.ts';

/**
 * Do all balances and the rewards that wait to mature make up all the money there should be at this height? Cannot be
 * said when a header or a body of theirs is damaged (that is a fault of its own), or when more wait than a start should
 * read.
 */
export async function checkSupply(
  store: ChainStore,
  network: Network,
  height: number,
): Promise<ChainFault | undefined> {
  const { parameters, allocations } = network;
  const maturity = parameters.rewardMaturityBlocks;
  if (maturity > HEADER_WINDOW) return undefined;
  const immature = await immatureRewards(store, network, Math.max(1, height - maturity + 1), height);
  if (immature === undefined) return undefined;
  const allocated = allocations.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const expected = allocated + totalSubsidies(parameters, height);
  const found = (await store.accountTotals()).balance + immature;
  return found === expected
    ? undefined
    : { code: 'chain-fault-supply', found: String(found), expected: String(expected) };
}

async function immatureRewards(
  store: ChainStore,
  { parameters }: Network,
  from: number,
  to: number,
): Promise<bigint | undefined> {
  const entries = new StoredEntries(store);
  let sum = 0n;
  for (let height = to; height >= from; height--) {
    const entry = await entries.at(height);
    if (entry === undefined) return undefined;
    try {
      sum += BigInt((await storedBlock(store, entry.hash, parameters.maxBlockBytes)).reward.amount);
    } catch (error) {
      if (error instanceof DamagedBodyError) return undefined;
      throw error;
    }
  }
  return sum;
}
