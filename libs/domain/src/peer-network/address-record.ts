import { ed25519 } from '@noble/curves/ed25519.js';
import { concatBytes, equalBytes, utf8, writeUint32, writeUint64 } from '../primitives/bytes.ts';
import { type Hash, hashToBytes, type Tag, taggedHash } from '../primitives/hash.ts';
import type { RuleBook } from '../primitives/result.ts';
import { type Endpoint, isPlainHost } from './endpoint.ts';
import type { AddressRecord } from './messages.ts';
import type { NodeSigner } from './transport.port.ts';

/** A record lives this long unless its node renews it: a peer that left is forgotten within days. */
export const ADDRESS_LIFE_SECONDS = 3 * 24 * 3600;

/** Clocks of honest nodes differ by less; a record from further ahead would outlive its renewals. */
export const ADDRESS_CLOCK_TOLERANCE_SECONDS = 3600;

export type AddressRefusal =
  | { readonly code: 'address-record-expired'; readonly expiresAt: number }
  | { readonly code: 'address-record-lives-too-long'; readonly expiresAt: number }
  | { readonly code: 'address-record-endpoint'; readonly host: string; readonly port: number }
  | { readonly code: 'address-record-signature' };

export const addressRecordRules: RuleBook<AddressRefusal> = {
  'address-record-expired': 'An address record counts until the time it names.',
  'address-record-lives-too-long': 'No address record lives longer than three days: a node renews its own.',
  'address-record-endpoint': 'An address record names a host of 1 to 253 bytes and a port from 1 to 65,535.',
  'address-record-signature': 'A node’s address is signed by the node itself, for this very network.',
};

/** What the node is that signs: nobody's record as a peer can be passed off as a tracker's. */
export type NodeRole = 'peer' | 'tracker';

const TAGS = {
  peer: 'cheesechain/address',
  tracker: 'cheesechain/tracker-address',
} as const satisfies Readonly<Record<NodeRole, Tag>>;

type Unsigned = Omit<AddressRecord, 'signature'>;

/** What a node signs of its address: identity 32 ‖ port 2 ‖ sequence 8 ‖ expiry 4 ‖ host; numbers little-endian. */
export function addressDigest(genesisHash: Hash, record: Unsigned, role: NodeRole = 'peer'): Uint8Array {
  const numbers = new Uint8Array(14);
  numbers[0] = record.endpoint.port;
  numbers[1] = record.endpoint.port >>> 8;
  writeUint64(numbers, 2, record.sequence);
  writeUint32(numbers, 10, record.expiresAt);
  const fields = concatBytes(record.identityKey, numbers, utf8(record.endpoint.host));
  return taggedHash(TAGS[role], hashToBytes(genesisHash), fields);
}

/** This node's record. `now` in seconds is also its sequence: later records count more. */
export function signAddressRecord(
  signer: NodeSigner,
  genesisHash: Hash,
  endpoint: Endpoint,
  now: number,
  role: NodeRole = 'peer',
): AddressRecord {
  const { identityKey } = signer;
  const unsigned: Unsigned = { identityKey, endpoint, sequence: now, expiresAt: now + ADDRESS_LIFE_SECONDS };
  return { ...unsigned, signature: signer.sign(addressDigest(genesisHash, unsigned, role)) };
}

/** Cheapest first; the signature last. */
export function checkAddressRecord(
  record: AddressRecord,
  genesisHash: Hash,
  now: number,
  role: NodeRole = 'peer',
): AddressRefusal | undefined {
  return (
    checkLife(record, now) ??
    checkEndpoint(record) ??
    (hasOwnSignature(record, genesisHash, role) ? undefined : { code: 'address-record-signature' })
  );
}

function checkLife({ expiresAt }: AddressRecord, now: number): AddressRefusal | undefined {
  if (expiresAt <= now) return { code: 'address-record-expired', expiresAt };
  if (expiresAt <= now + ADDRESS_LIFE_SECONDS + ADDRESS_CLOCK_TOLERANCE_SECONDS) return undefined;
  return { code: 'address-record-lives-too-long', expiresAt };
}

function checkEndpoint({ endpoint: { host, port } }: AddressRecord): AddressRefusal | undefined {
  return isPlainHost(host) && port >= 1 && port <= 65_535 ? undefined : { code: 'address-record-endpoint', host, port };
}

/**
 * Signatures that were found good, with what they sign (identity included). Who holds the same record (the peers of
 * a simulation, the capabilities of one process) need not spend the milliseconds of a curve again. Held weakly: it
 * lasts as long as the signature's bytes do.
 */
const proven = new WeakMap<Uint8Array, Uint8Array>();

function hasOwnSignature(record: AddressRecord, genesisHash: Hash, role: NodeRole): boolean {
  try {
    const { signature, identityKey } = record;
    const digest = addressDigest(genesisHash, record, role);
    const signed = proven.get(signature);
    if (signed !== undefined && equalBytes(signed, digest)) return true;
    const holds = ed25519.verify(signature, digest, identityKey, { zip215: false });
    if (holds) proven.set(signature, digest);
    return holds;
  } catch {
    return false;
  }
}
