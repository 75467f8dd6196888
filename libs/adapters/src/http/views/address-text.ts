import { BoundedCache } from '#domain/primitives/bounded-cache';
import type { AccountId } from '#domain/transaction/account';
import { encodeAddress } from '#domain/transaction/address';

/** Accounts come again and again in blocks and lists, and writing an address takes some 8 µs; a few MB. */
const MAX_CACHED_ADDRESSES = 16_384;

const cached = new Map<string, BoundedCache<AccountId, string>>();

/** An account as people write it. `prefix`: of the network's addresses. */
export function addressText(prefix: string, account: AccountId): string {
  let addresses = cached.get(prefix);
  if (addresses === undefined) {
    addresses = new BoundedCache(MAX_CACHED_ADDRESSES);
    cached.set(prefix, addresses);
  }
  const known = addresses.get(account);
  if (known !== undefined) return known;
  const address = encodeAddress(prefix, account);
  addresses.set(account, address);
  return address;
}
