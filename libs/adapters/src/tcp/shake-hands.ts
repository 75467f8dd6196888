import { type PeerId, peerIdOf } from '#domain/peer-network/peer-id';
import type { Hash } from '#domain/primitives/hash';
import { accepted, type Result, refused } from '#domain/primitives/result';
import type { HandshakeSocket } from './handshake-socket.ts';
import { IDENTITY_PROOF_BYTES, identityFromProof, proveIdentity } from './identity-proof.ts';
import type { NodeIdentity } from './node-identity.ts';
import { NOISE_TAG_BYTES } from './noise-cipher-state.ts';
import { NOISE_LENGTH_BYTES } from './noise-message-reader.ts';
import { type HandshakeRole, NoiseXxHandshake, type NoiseXxOutcome } from './noise-xx-handshake.ts';
import type { OpenChannelRefusal } from './open-channel.errors.ts';
import { checkPreamble, checkPreambleMagic, encodePreamble, PREAMBLE_BYTES, PREAMBLE_MAGIC_BYTES } from './preamble.ts';
import { GOODBYE_REASON_BYTES, preambleGoodbyeReason } from './preamble-goodbye.ts';
import { X25519_KEY_BYTES } from './x25519.ts';

export interface ShakeHandsOptions {
  readonly role: HandshakeRole;
  readonly identity: NodeIdentity;
  readonly genesisHash: Hash;
  readonly expectedPeerId?: PeerId;
}

export interface HandsShaken {
  readonly outcome: NoiseXxOutcome;
  readonly remoteIdentityKey: Uint8Array;
  readonly remotePeerId: PeerId;
}

type Step<Value> = Promise<Result<Value, OpenChannelRefusal>>;

const NO_PAYLOAD = new Uint8Array(0);
const SEALED_PROOF_BYTES = IDENTITY_PROOF_BYTES + NOISE_TAG_BYTES;
const SEALED_KEY_BYTES = X25519_KEY_BYTES + NOISE_TAG_BYTES;

// The three messages have these lengths and no other, so nothing else is ever waited for.
const FIRST_MESSAGE_BYTES = X25519_KEY_BYTES;
const SECOND_MESSAGE_BYTES = X25519_KEY_BYTES + SEALED_KEY_BYTES + SEALED_PROOF_BYTES;
const THIRD_MESSAGE_BYTES = SEALED_KEY_BYTES + SEALED_PROOF_BYTES;

/**
 * Preambles, then Noise XX with the identities in messages 2 and 3. Doesn't close the socket: the caller does, by
 * what the refusal says. The initiator names itself only after the other's identity is the one it dialled.
 */
export async function shakeHands(socket: HandshakeSocket, options: ShakeHandsOptions): Step<HandsShaken> {
  const ours = encodePreamble(options.genesisHash);
  socket.write(ours);
  const preamble = await readPreamble(socket, options.genesisHash);
  if (!preamble.ok) return preamble;
  const { role, identity } = options;
  const prologue = Buffer.concat(role === 'initiator' ? [ours, preamble.value] : [preamble.value, ours]);
  const staticKeys = { privateKey: identity.staticPrivateKey, publicKey: identity.staticPublicKey };
  const noise = new NoiseXxHandshake({ role, prologue, staticKeys });
  return role === 'initiator' ? initiate(socket, noise, options) : respond(socket, noise, options);
}

async function initiate(
  socket: HandshakeSocket,
  noise: NoiseXxHandshake,
  options: ShakeHandsOptions,
): Step<HandsShaken> {
  if (!writeMessage(socket, noise, NO_PAYLOAD)) return refused({ code: 'handshake-failed' });
  const proof = await readMessage(socket, noise, SECOND_MESSAGE_BYTES);
  if (!proof.ok) return proof;
  const remote = checkIdentity(proof.value, noise, options);
  if (!remote.ok) return remote;
  if (!writeMessage(socket, noise, proveIdentity(options.identity))) return refused({ code: 'handshake-failed' });
  return accepted({ outcome: noise.finish(), ...remote.value });
}

async function respond(
  socket: HandshakeSocket,
  noise: NoiseXxHandshake,
  options: ShakeHandsOptions,
): Step<HandsShaken> {
  const first = await readMessage(socket, noise, FIRST_MESSAGE_BYTES);
  if (!first.ok) return first;
  if (!writeMessage(socket, noise, proveIdentity(options.identity))) return refused({ code: 'handshake-failed' });
  const proof = await readMessage(socket, noise, THIRD_MESSAGE_BYTES);
  if (!proof.ok) return proof;
  const remote = checkIdentity(proof.value, noise, options);
  return remote.ok ? accepted({ outcome: noise.finish(), ...remote.value }) : remote;
}

async function readPreamble(socket: HandshakeSocket, genesisHash: Hash): Step<Buffer> {
  const start = await socket.read(PREAMBLE_MAGIC_BYTES);
  if (start === undefined) return refused(socket.reason);
  const magic = checkPreambleMagic(start);
  if (magic !== undefined) return refused(magic);
  const rest = await socket.read(PREAMBLE_BYTES - PREAMBLE_MAGIC_BYTES);
  if (rest === undefined) return refused(socket.reason);
  const preamble = Buffer.concat([start, rest]);
  const refusal = checkPreamble(preamble, genesisHash);
  return refusal === undefined ? accepted(preamble) : refused(refusal);
}

async function readMessage(socket: HandshakeSocket, noise: NoiseXxHandshake, messageBytes: number): Step<Buffer> {
  const length = await socket.read(NOISE_LENGTH_BYTES);
  if (length === undefined) return refused(socket.reason);
  if (length.readUInt16BE(0) === 0) return readGoodbye(socket);
  if (length.readUInt16BE(0) !== messageBytes) return refused({ code: 'handshake-failed' });
  const message = await socket.read(messageBytes);
  if (message === undefined) return refused(socket.reason);
  const payload = noise.readMessage(message);
  return payload === undefined ? refused({ code: 'handshake-failed' }) : accepted(payload);
}

async function readGoodbye(socket: HandshakeSocket): Step<never> {
  const reason = (await socket.read(GOODBYE_REASON_BYTES))?.[0];
  if (reason === undefined) return refused(socket.reason);
  return refused({ code: 'preamble-refused', reason: preambleGoodbyeReason(reason) ?? 'unknown' });
}

function writeMessage(socket: HandshakeSocket, noise: NoiseXxHandshake, payload: Uint8Array): boolean {
  const message = noise.writeMessage(payload);
  if (message === undefined) return false;
  const length = Buffer.alloc(NOISE_LENGTH_BYTES);
  length.writeUInt16BE(message.length, 0);
  socket.write(Buffer.concat([length, message]));
  return true;
}

function checkIdentity(
  proof: Uint8Array,
  noise: NoiseXxHandshake,
  options: ShakeHandsOptions,
): Result<Omit<HandsShaken, 'outcome'>, OpenChannelRefusal> {
  const staticKey = noise.theirStaticKey;
  const remoteIdentityKey = staticKey && identityFromProof(proof, staticKey);
  if (remoteIdentityKey === undefined) return refused({ code: 'identity-proof' });
  const peerId = peerIdOf(remoteIdentityKey);
  const { expectedPeerId } = options;
  if (expectedPeerId !== undefined && peerId !== expectedPeerId) {
    return refused({ code: 'peer-id-mismatch', expectedPeerId, peerId });
  }
  if (peerId === options.identity.peerId) return refused({ code: 'peer-is-self' });
  return accepted({ remoteIdentityKey, remotePeerId: peerId });
}
