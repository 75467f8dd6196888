import { sha256 } from '@noble/hashes/sha2.js';
import { MAX_HOST_BYTES } from '#domain/peer-network/endpoint';
import { isPeerId, type PeerId } from '#domain/peer-network/peer-id';
import { toHex, utf8 } from '#domain/primitives/bytes';
import type { Hash } from '#domain/primitives/hash';
import type { AdmissionRecords, IssuedTicket, JoinToken, RevokedTicket } from '#domain/tracker/admission-records';
import { listOf, numberOf, objectOf, textOf } from '../files/checked-json.ts';

const FORMAT_VERSION = 1;
const MAX_TOKEN_LENGTH = 256;
const MAX_UINT32 = 0xffff_ffff;

/** What a file of admission records turns out to hold. */
export type AdmissionRecordsContent =
  | { readonly kind: 'records'; readonly genesisHash: string; readonly records: AdmissionRecords }
  | { readonly kind: 'unknown-version'; readonly version: number }
  | { readonly kind: 'damaged'; readonly detail: string };

/** Records as text: version and network, the records, and a digest of them that tells damage. */
export function encodeAdmissionRecords(genesisHash: Hash, records: AdmissionRecords): string {
  return `${JSON.stringify({ version: FORMAT_VERSION, genesisHash, sha256: digestOf(records), records })}\n`;
}

/** The records of a text, or what is wrong with it. */
export function decodeAdmissionRecords(text: string): AdmissionRecordsContent {
  try {
    return decode(JSON.parse(text));
  } catch (error) {
    return { kind: 'damaged', detail: error instanceof Error ? error.message : String(error) };
  }
}

function decode(content: unknown): AdmissionRecordsContent {
  const { version, genesisHash, sha256: digest, records } = objectOf(content, 'the file');
  if (typeof version === 'number' && Number.isSafeInteger(version) && version > FORMAT_VERSION) {
    return { kind: 'unknown-version', version };
  }
  if (version !== FORMAT_VERSION) throw new Error('it has no version');
  if (digestOf(records) !== digest) throw new Error('its content is not what was written');
  return { kind: 'records', genesisHash: textOf(genesisHash, 64), records: recordsOf(records) };
}

function digestOf(records: unknown): string {
  return toHex(sha256(utf8(JSON.stringify(records))));
}

function recordsOf(value: unknown): AdmissionRecords {
  const { lastSerial, issued, sequence, revoked, revokedPeers, tokens } = objectOf(value, 'the records');
  return {
    lastSerial: numberOf(lastSerial, Number.MAX_SAFE_INTEGER),
    issued: listOf(issued, 'the tickets', issuedOf),
    sequence: numberOf(sequence, Number.MAX_SAFE_INTEGER),
    revoked: listOf(revoked, 'the revocations', revokedOf),
    revokedPeers: listOf(revokedPeers, 'the revoked peers', peerIdOf),
    tokens: listOf(tokens, 'the tokens', tokenOf),
  };
}

function issuedOf(value: unknown): IssuedTicket {
  const { peerId, address, issuedAt, ...rest } = objectOf(value, 'a ticket');
  return {
    peerId: peerIdOf(peerId),
    address: textOf(address, MAX_HOST_BYTES),
    issuedAt: numberOf(issuedAt, MAX_UINT32),
    ...revokedOf(rest),
  };
}

function revokedOf(value: unknown): RevokedTicket {
  const { serial, expiresAt } = objectOf(value, 'a revocation');
  return { serial: numberOf(serial, Number.MAX_SAFE_INTEGER), expiresAt: numberOf(expiresAt, MAX_UINT32) };
}

function tokenOf(value: unknown): JoinToken {
  const { id, token, createdAt, expiresAt, spentBy } = objectOf(value, 'a token');
  return {
    id: textOf(id, MAX_TOKEN_LENGTH),
    token: textOf(token, MAX_TOKEN_LENGTH),
    createdAt: numberOf(createdAt, MAX_UINT32),
    expiresAt: numberOf(expiresAt, MAX_UINT32),
    ...(spentBy === undefined ? {} : { spentBy: peerIdOf(spentBy) }),
  };
}

function peerIdOf(value: unknown): PeerId {
  if (typeof value !== 'string' || !isPeerId(value)) throw new Error('no peer id');
  return value;
}
