import { MemoryKeystore } from '#adapters/memory/memory-keystore';
import type { Network } from '#domain/network-params/network';
import { SILENT_LOG } from '#domain/primitives/log.port';
import type { Keystore } from '#domain/wallet/keystore.port';
import { Wallet } from '#domain/wallet/wallet';
import { ManualClock } from './manual-clock.ts';
import { testNetwork } from './network.ts';
import { SeededRandom } from './seeded-random.ts';

/** A wallet with a clock that a test moves, on a keystore in memory unless another is given. */
export interface TestWallet<Store extends Keystore = MemoryKeystore> {
  readonly network: Network;
  readonly wallet: Wallet;
  readonly keystore: Store;
  readonly clock: ManualClock;
  /** The wallet opened anew on the same keystore. */
  restart(): Promise<TestWallet<Store>>;
}

export function openTestWallet(network: Network = testNetwork()): Promise<TestWallet> {
  return openTestWalletOn(new MemoryKeystore(), network);
}

/** The same on a keystore that is given. */
export async function openTestWalletOn<Store extends Keystore>(
  keystore: Store,
  network: Network = testNetwork(),
): Promise<TestWallet<Store>> {
  const clock = new ManualClock(network.parameters.genesisTimeSeconds * 1000);
  const wallet = await Wallet.open({ network, keystore, clock, random: new SeededRandom(7), log: SILENT_LOG });
  return { network, wallet, keystore, clock, restart: () => openTestWalletOn(keystore, network) };
}
