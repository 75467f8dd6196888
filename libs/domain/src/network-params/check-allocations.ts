import type { Crumbs } from '../primitives/crumbs.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { decodeAddress } from '../transaction/address.ts';
import { isRecord } from './is-record.ts';
import type { NetworkFileRefusal } from './network-file.errors.ts';
import { refusal } from './network-file-refusal.ts';
import type { Allocation } from './network-parameters.ts';

/** A town's worth of accounts, credited in one go at height 0; more would delay every first start. */
export const MAX_ALLOCATIONS = 10_000;

const AMOUNT = `a whole number of crumbs, 1 … ${Number.MAX_SAFE_INTEGER}`;

/** The allocations of a network file: addresses of its prefix in small letters, sorted, none twice. */
export function readAllocations(
  value: unknown,
  addressPrefix: string,
): Result<readonly Allocation[], NetworkFileRefusal> {
  const expected = `a list of at most ${MAX_ALLOCATIONS} {address, amount}`;
  if (!Array.isArray(value)) return refused(refusal('network-file-wrong-type', 'allocations', value, expected));
  if (value.length > MAX_ALLOCATIONS) {
    return refused(refusal('network-file-out-of-range', 'allocations', value, expected));
  }
  const byAddress = new Map<string, Allocation>();
  for (const [index, item] of (value as readonly unknown[]).entries()) {
    const key = `allocations[${index}]`;
    const allocation = readAllocation(item, key, addressPrefix);
    if (!allocation.ok) return allocation;
    const { address } = allocation.value;
    if (byAddress.has(address)) {
      return refused(refusal('network-file-allocation-repeated', `${key}.address`, address, 'each address once'));
    }
    byAddress.set(address, allocation.value);
  }
  const sorted = [...byAddress.values()].sort((left, right) => (left.address < right.address ? -1 : 1));
  return accepted(Object.freeze(sorted));
}

function readAllocation(item: unknown, key: string, prefix: string): Result<Allocation, NetworkFileRefusal> {
  if (!isRecord(item)) return refused(refusal('network-file-not-an-object', key, item, '{address, amount}'));
  const unknown = Object.keys(item).find((each) => each !== 'address' && each !== 'amount');
  if (unknown !== undefined) {
    return refused(refusal('network-file-unknown-key', `${key}.${unknown}`, item[unknown], 'only address, amount'));
  }
  const { address, amount } = item;
  if (typeof address !== 'string') {
    const code = address === undefined ? 'network-file-missing-key' : 'network-file-wrong-type';
    return refused(refusal(code, `${key}.address`, address, `an address that begins with ${prefix}1`));
  }
  const account = decodeAddress(prefix, address);
  if (!account.ok) {
    const expected = `an address that begins with ${prefix}1 (${account.refusal.code})`;
    return refused(refusal('network-file-allocation-address', `${key}.address`, address, expected));
  }
  if (typeof amount !== 'number') {
    const code = amount === undefined ? 'network-file-missing-key' : 'network-file-wrong-type';
    return refused(refusal(code, `${key}.amount`, amount, AMOUNT));
  }
  if (!Number.isSafeInteger(amount) || amount < 1) {
    return refused(refusal('network-file-out-of-range', `${key}.amount`, amount, AMOUNT));
  }
  return accepted(Object.freeze({ address: address.toLowerCase(), amount: amount as Crumbs }));
}
