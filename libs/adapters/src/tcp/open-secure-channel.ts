import type { Socket } from 'node:net';
import type { PeerId } from '#domain/peer-network/peer-id';
import type { Hash } from '#domain/primitives/hash';
import { accepted, type Result } from '#domain/primitives/result';
import type { PayloadCaps } from './frame.ts';
import { HandshakeSocket } from './handshake-socket.ts';
import type { NodeIdentity } from './node-identity.ts';
import { NoiseTransport } from './noise-transport.ts';
import type { HandshakeRole } from './noise-xx-handshake.ts';
import type { OpenChannelRefusal } from './open-channel.errors.ts';
import { encodePreambleGoodbye } from './preamble-goodbye.ts';
import { SecureChannel } from './secure-channel.ts';
import { shakeHands } from './shake-hands.ts';

/** From connection (or dial) to session: eight round trips of the slowest line on earth. */
export const HANDSHAKE_TIMEOUT_MS = 5_000;

/** Two health checks of the tracker (15 s) may be lost and the third late. */
export const IDLE_TIMEOUT_MS = 60_000;

/** Eight of the largest blocks (1 MB): what an honest slow peer may owe us, and what 100 slow ones may cost us. */
export const MAX_QUEUED_WRITE_BYTES = 8_388_608;

/** Time for 256 KiB to leave: a line of 70 kbit/s manages, a peer that has stopped reading doesn't. */
export const WRITE_STALL_TIMEOUT_MS = 30_000;

export interface OpenSecureChannelOptions {
  /** Connected or still connecting; nothing may have been read from it. The channel owns it from here on. */
  readonly socket: Socket;
  /** Whoever dialled is the initiator. */
  readonly role: HandshakeRole;
  readonly identity: NodeIdentity;
  readonly genesisHash: Hash;
  /** The peer that was dialled, when it is known. */
  readonly expectedPeerId?: PeerId;
  readonly maxPayloadBytes: PayloadCaps;
  readonly handshakeTimeoutMs?: number;
  readonly idleTimeoutMs?: number;
  readonly maxQueuedWriteBytes?: number;
  readonly writeStallTimeoutMs?: number;
}

/**
 * Makes a channel of a TCP connection: preambles, Noise XX, identities. Resolves within the handshake timeout; after
 * a refusal the socket is closed (a peer with another preamble gets its goodbye first) and nobody else may use it.
 */
export async function openSecureChannel(
  options: OpenSecureChannelOptions,
): Promise<Result<SecureChannel, OpenChannelRefusal>> {
  const { socket, role } = options;
  socket.setNoDelay(true);
  const handshakeSocket = new HandshakeSocket(socket, options.handshakeTimeoutMs ?? HANDSHAKE_TIMEOUT_MS);
  const hands = await shakeHands(handshakeSocket, options);
  if (!hands.ok) {
    leave(handshakeSocket, hands.refusal);
    return hands;
  }
  const { outcome, remoteIdentityKey, remotePeerId } = hands.value;
  const facts = {
    role,
    remoteIdentityKey,
    remotePeerId,
    handshakeHash: outcome.handshakeHash,
    remoteAddress: { host: socket.remoteAddress ?? '', port: socket.remotePort ?? 0 },
    localHost: socket.localAddress ?? '',
  };
  const limits = {
    maxPayloadBytes: options.maxPayloadBytes,
    idleTimeoutMs: options.idleTimeoutMs ?? IDLE_TIMEOUT_MS,
    maxQueuedWriteBytes: options.maxQueuedWriteBytes ?? MAX_QUEUED_WRITE_BYTES,
    writeStallTimeoutMs: options.writeStallTimeoutMs ?? WRITE_STALL_TIMEOUT_MS,
  };
  const transport = new NoiseTransport(outcome.sendCipher, outcome.receiveCipher);
  const { bytesIn, bytesOut } = handshakeSocket;
  const firstBytes = handshakeSocket.release();
  return accepted(new SecureChannel(facts, limits, { socket, transport, firstBytes, bytesIn, bytesOut }));
}

function leave(handshakeSocket: HandshakeSocket, refusal: OpenChannelRefusal): void {
  switch (refusal.code) {
    case 'preamble-magic':
    case 'preamble-version':
    case 'preamble-genesis':
      handshakeSocket.endWith(encodePreambleGoodbye(refusal.code));
      break;
    default:
      handshakeSocket.abandon();
  }
}
