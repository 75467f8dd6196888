import type { Block } from '#domain/block/block';
import { Chain } from '#domain/chain/chain';
import type { ChainDependencies } from '#domain/chain/chain-dependencies';
import type { ChainStore } from '#domain/chain/chain-store.port';
import type { AccountState } from '#domain/ledger/account-state';
import type { Network } from '#domain/network-params/network';
import type { Hash } from '#domain/primitives/hash';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { FaultyChainStore } from './faulty-chain-store.ts';
import { testKey } from './keys.ts';
import { ManualClock } from './manual-clock.ts';
import { testNetwork } from './network.ts';
import { testVerifier } from './test-verifier.ts';

/** So long after genesis a test begins: nothing that it builds is from the future, unless it means to be. */
const AFTER_GENESIS_SECONDS = 30 * 86_400;

/** What a test replaces; the clock stands 30 days after genesis if absent. */
export interface TestChainOptions extends Partial<Pick<ChainDependencies, 'verifier' | 'verified' | 'log'>> {
  readonly clock?: ManualClock;
}

/** A chain with everything around it in memory. */
export interface TestChain<Store extends ChainStore = FaultyChainStore> {
  readonly network: Network;
  readonly chain: Chain;
  readonly store: Store;
  readonly clock: ManualClock;
  /** The same chain again, opened anew on the same store: a restart. */
  restart(): Promise<TestChain<Store>>;
}

/** A chain on a store of its own in memory. */
export function openTestChain(network: Network = testNetwork(), options: TestChainOptions = {}): Promise<TestChain> {
  return openTestChainOn(new FaultyChainStore(), network, options);
}

/** The same on a store that is given. */
export async function openTestChainOn<Store extends ChainStore>(
  store: Store,
  network: Network,
  options: TestChainOptions = {},
): Promise<TestChain<Store>> {
  const clock =
    options.clock ?? new ManualClock((network.parameters.genesisTimeSeconds + AFTER_GENESIS_SECONDS) * 1000);
  const verified = { has: () => false };
  const usual = { verifier: testVerifier, verified, log: SILENT_LOG };
  const chain = await Chain.open({ ...usual, ...options, network, store, clock });
  const restart = async () => {
    await chain.close();
    return openTestChainOn(store, network, { ...options, clock });
  };
  return { network, chain, store, clock, restart };
}

/** What became of each block, taken one after another: `connected`, `stored`, `known`, or the code of the refusal. */
export async function takeAll(chain: Chain, blocks: readonly Block[]): Promise<string[]> {
  const outcomes: string[] = [];
  for (const block of blocks) {
    const outcome = await chain.accept(block);
    outcomes.push(outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind);
  }
  return outcomes;
}

/** A test key's account as the best chain leaves it; undefined when there is none. */
export async function stateOf(chain: Chain, seed: number): Promise<AccountState | undefined> {
  const { account } = testKey(seed);
  return (await chain.accounts([account])).get(account);
}

/** Hashes of the best chain, from height 1 to the tip. */
export async function bestHashes(chain: Chain): Promise<Hash[]> {
  const hashes: Hash[] = [];
  for (let height = 1; height <= chain.tip.height; height++) {
    const entry = await chain.at(height);
    if (entry !== undefined) hashes.push(entry.hash);
  }
  return hashes;
}
