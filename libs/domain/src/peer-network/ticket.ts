import { ed25519 } from '@noble/curves/ed25519.js';
import {
  concatBytes,
  equalBytes,
  readUint32,
  readUint64,
  utf8,
  writeUint32,
  writeUint64,
} from '../primitives/bytes.ts';
import { type Hash, hashFromBytes, hashToBytes, taggedHash } from '../primitives/hash.ts';
import { MAX_HOST_BYTES } from './endpoint.ts';
import type { NodeSigner } from './transport.port.ts';

/** What a tracker vouches for: this identity may take part in this network for a while. */
export interface Ticket {
  readonly genesisHash: Hash;
  /** Ed25519 public key of the node, 32 bytes. */
  readonly identityKey: Uint8Array;
  /** Where the tracker saw it: an address of 0 … 253 ASCII characters. */
  readonly address: string;
  /** Different for every ticket of a tracker, below 2^53: what a revocation names. */
  readonly serial: number;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** A ticket has 405 bytes at most; greetings have room for more, should it grow. */
export const MAX_TICKET_BYTES = 512;
/** SSZ: the offset of the body 4, the signature 64; in the body genesis 32, identity 32, offset 4, serial 8, times 4 + 4. */
const SIGNATURE_BYTES = 64;
const OUTER_FIXED_BYTES = 4 + SIGNATURE_BYTES;
const BODY_FIXED_BYTES = 84;
const TAG = 'cheesechain/ticket';

/** SSZ of {body: {genesisHash, identityKey, address: ByteList[253], serial, issuedAt, expiresAt}, signature}. */
export function signTicket(tracker: NodeSigner, ticket: Ticket): Uint8Array {
  const body = encodeBody(ticket);
  const offset = new Uint8Array(4);
  writeUint32(offset, 0, OUTER_FIXED_BYTES);
  return concatBytes(offset, tracker.sign(taggedHash(TAG, body)), body);
}

/** Reads a ticket from exactly its bytes; undefined when it is not in its one form. Nothing is said of its signature. */
export function decodeTicket(bytes: Uint8Array): Ticket | undefined {
  const body = bytes.subarray(OUTER_FIXED_BYTES);
  if (body.length < BODY_FIXED_BYTES || body.length > BODY_FIXED_BYTES + MAX_HOST_BYTES) return undefined;
  if (readUint32(bytes, 0) !== OUTER_FIXED_BYTES || readUint32(body, 64) !== BODY_FIXED_BYTES) return undefined;
  const serial = readUint64(body, 68);
  const address = body.subarray(BODY_FIXED_BYTES);
  if (serial === undefined || !address.every((byte) => byte >= 0x20 && byte < 0x7f)) return undefined;
  return {
    genesisHash: hashFromBytes(body.subarray(0, 32)),
    identityKey: body.slice(32, 64),
    address: String.fromCharCode(...address),
    serial,
    issuedAt: readUint32(body, 76),
    expiresAt: readUint32(body, 80),
  };
}

/** Whose signature a ticket was found to have, and what exactly was looked at. */
interface Proof {
  readonly signature: Uint8Array;
  readonly digest: Uint8Array;
  readonly trackerKey: Uint8Array;
}

/**
 * Tickets whose signer is known. Who is shown the same bytes again (the peers of a simulation) need not spend the
 * milliseconds of a curve once more. Held weakly: it lasts as long as those bytes do.
 */
const proven = new WeakMap<Uint8Array, Proof>();

/** Did the holder of this key (Ed25519, 32 bytes) sign the ticket? */
export function isTicketSignedBy(bytes: Uint8Array, trackerKey: Uint8Array): boolean {
  const signature = bytes.slice(4, OUTER_FIXED_BYTES);
  const digest = taggedHash(TAG, bytes.subarray(OUTER_FIXED_BYTES));
  const known = proven.get(bytes);
  if (known !== undefined && equalBytes(known.signature, signature) && equalBytes(known.digest, digest)) {
    return equalBytes(known.trackerKey, trackerKey);
  }
  try {
    const holds = ed25519.verify(signature, digest, trackerKey, { zip215: false });
    if (holds) proven.set(bytes, { signature, digest, trackerKey: trackerKey.slice() });
    return holds;
  } catch {
    return false;
  }
}

/** Does the ticket name this identity? */
export function isTicketOf({ identityKey }: Ticket, identity: Uint8Array): boolean {
  return equalBytes(identityKey, identity);
}

function encodeBody({ genesisHash, identityKey, address, serial, issuedAt, expiresAt }: Ticket): Uint8Array {
  const numbers = new Uint8Array(20);
  writeUint32(numbers, 0, BODY_FIXED_BYTES);
  writeUint64(numbers, 4, serial);
  writeUint32(numbers, 12, issuedAt);
  writeUint32(numbers, 16, expiresAt);
  return concatBytes(hashToBytes(genesisHash), identityKey, numbers, utf8(address));
}
