import { sha256 } from '@noble/hashes/sha2.js';
import { MAX_HOST_BYTES } from '#domain/peer-network/endpoint';
import type { AddressRecord } from '#domain/peer-network/messages';
import { isHex, toHex, utf8 } from '#domain/primitives/bytes';
import type { Hash } from '#domain/primitives/hash';
import type { RegistryEntry } from '#domain/tracker/registry-entry';
import { bytesOf, numberOf, objectOf, textOf } from '../files/checked-json.ts';

const FORMAT_VERSION = 1;
const MAX_AGENT_LENGTH = 64;
const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const MAX_PORT = 65_535;
const MAX_UINT32 = 0xffff_ffff;

/** What a registry file turns out to hold. */
export type RegistryContent =
  | { readonly kind: 'entries'; readonly genesisHash: string; readonly entries: readonly RegistryEntry[] }
  | { readonly kind: 'unknown-version'; readonly version: number }
  | { readonly kind: 'damaged'; readonly detail: string };

/** A registry as text: its version and network, the peers, and a digest of them that tells damage. */
export function encodeRegistry(genesisHash: Hash, entries: readonly RegistryEntry[]): string {
  const peers = entries.map(toJson);
  return `${JSON.stringify({ version: FORMAT_VERSION, genesisHash, sha256: digestOf(peers), peers })}\n`;
}

/** The registry of a text, or what is wrong with it. */
export function decodeRegistry(text: string): RegistryContent {
  try {
    return decode(JSON.parse(text));
  } catch (error) {
    return { kind: 'damaged', detail: error instanceof Error ? error.message : String(error) };
  }
}

function decode(content: unknown): RegistryContent {
  const { version, genesisHash, sha256: digest, peers } = objectOf(content, 'the file');
  if (typeof version === 'number' && Number.isSafeInteger(version) && version > FORMAT_VERSION) {
    return { kind: 'unknown-version', version };
  }
  if (version !== FORMAT_VERSION) throw new Error('it has no version');
  if (typeof genesisHash !== 'string' || !isHex(genesisHash, 32)) throw new Error('it names no network');
  if (!Array.isArray(peers)) throw new Error('it holds no peers');
  if (digestOf(peers) !== digest) throw new Error('its content is not what was written');
  return { kind: 'entries', genesisHash, entries: peers.map(entryOf) };
}

function digestOf(peers: readonly unknown[]): string {
  return toHex(sha256(utf8(JSON.stringify(peers))));
}

function toJson({ record, agent, height, lastSeenMs }: RegistryEntry) {
  const { identityKey, endpoint, sequence, expiresAt, signature } = record;
  const { host, port } = endpoint;
  const keys = { identityKey: toHex(identityKey), signature: toHex(signature) };
  return { ...keys, host, port, sequence, expiresAt, agent, height, lastSeenMs };
}

function entryOf(value: unknown): RegistryEntry {
  const { agent, height, lastSeenMs, ...record } = objectOf(value, 'a peer');
  return {
    record: recordOf(record),
    agent: textOf(agent, MAX_AGENT_LENGTH),
    height: numberOf(height, MAX_UINT32),
    lastSeenMs: numberOf(lastSeenMs, Number.MAX_SAFE_INTEGER),
  };
}

function recordOf(value: Readonly<Record<string, unknown>>): AddressRecord {
  const { identityKey, host, port, sequence, expiresAt, signature } = value;
  return {
    identityKey: bytesOf(identityKey, KEY_BYTES),
    endpoint: { host: textOf(host, MAX_HOST_BYTES), port: numberOf(port, MAX_PORT) },
    sequence: numberOf(sequence, Number.MAX_SAFE_INTEGER),
    expiresAt: numberOf(expiresAt, MAX_UINT32),
    signature: bytesOf(signature, SIGNATURE_BYTES),
  };
}
