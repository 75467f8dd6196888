import { HDKey } from '@scure/bip32';
import { invariant } from '../primitives/invariant.ts';
import { seedOf } from './mnemonic.ts';
import { WalletKey } from './wallet-key.ts';

/** m/44'/COIN'/0'/0/0 (BIP-44): the first address of the first account. COIN is the network's `coinType`. */
export function walletPath(coinType: number): string {
  return `m/44'/${coinType}'/0'/0/0`;
}

/** The key at a BIP-32 path from a seed of 16 … 64 bytes. */
export function deriveKey(seed: Uint8Array, path: string): WalletKey {
  const master = HDKey.fromMasterSeed(seed);
  const node = master.derive(path);
  const { privateKey } = node;
  invariant(privateKey !== null, 'a key derived from a seed is private');
  const key = new WalletKey(privateKey);
  master.wipePrivateData();
  node.wipePrivateData();
  return key;
}

/** The wallet's key on a network, from the entropy of its mnemonic. */
export async function deriveWalletKey(entropy: Uint8Array, coinType: number): Promise<WalletKey> {
  const seed = await seedOf(entropy);
  const key = deriveKey(seed, walletPath(coinType));
  seed.fill(0);
  return key;
}
