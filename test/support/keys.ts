import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '#domain/primitives/bytes';
import { encodeAddress } from '#domain/transaction/address';
import { WalletKey } from '#domain/wallet/wallet-key';

const made = new Map<number, WalletKey>();

/** The key pair of a whole number: the same in every test and run, and never worth anything. */
export function testKey(seed: number): WalletKey {
  const known = made.get(seed);
  if (known !== undefined) return known;
  const key = new WalletKey(sha256(utf8(`cheesechain test key ${seed}`)));
  made.set(seed, key);
  return key;
}

/** That key's address; of the devnet unless another prefix is given. */
export function testAddress(seed: number, prefix = 'dcheese'): string {
  return encodeAddress(prefix, testKey(seed).account);
}
