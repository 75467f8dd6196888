import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { NodeIdentity } from '#adapters/tcp/node-identity';
import { type HandshakeRole, NoiseXxHandshake } from '#adapters/tcp/noise-xx-handshake';
import type { OpenChannelRefusal } from '#adapters/tcp/open-channel.errors';
import { type OpenSecureChannelOptions, openSecureChannel } from '#adapters/tcp/open-secure-channel';
import { encodePreamble } from '#adapters/tcp/preamble';
import type { SecureChannel } from '#adapters/tcp/secure-channel';
import type { X25519KeyPair } from '#adapters/tcp/x25519';
import { ZERO_HASH } from '#domain/primitives/hash';
import type { Result } from '#domain/primitives/result';
import { channelOptions } from './channel-pair.ts';
import { socketPair } from './socket-pair.ts';

/** The preamble of the tests' chain. */
export const PREAMBLE = encodePreamble(ZERO_HASH);

/** A raw socket that faces an honest side which is opening a channel. */
export interface RawHandshake {
  readonly raw: Socket;
  /** What the honest side gets. */
  readonly opening: Promise<Result<SecureChannel, OpenChannelRefusal>>;
  /** Resolves when the connection is gone. */
  readonly closed: Promise<unknown>;
  /** Everything the honest side has sent so far. */
  received(): Buffer;
  /** The same, once it has at least so many bytes. */
  receivedAtLeast(length: number): Promise<Buffer>;
}

/** @param honestRole of the side that opens the channel */
export async function facing(
  honestRole: HandshakeRole,
  changes: Partial<OpenSecureChannelOptions> = {},
): Promise<RawHandshake> {
  const [dialled, listening] = await socketPair();
  const [honest, raw] = honestRole === 'initiator' ? [dialled, listening] : [listening, dialled];
  const chunks: Buffer[] = [];
  raw.on('data', (chunk: Buffer) => chunks.push(chunk));
  raw.on('error', () => undefined);
  const received = () => Buffer.concat(chunks);
  return {
    raw,
    opening: openSecureChannel(channelOptions(honest, honestRole, changes)),
    closed: once(raw, 'close'),
    received,
    receivedAtLeast: async (length) => {
      while (received().length < length) await once(raw, 'data');
      return received();
    },
  };
}

/** Noise by hand, with the tests' prologue. */
export function noiseOf(role: HandshakeRole, staticKeys: X25519KeyPair): NoiseXxHandshake {
  return new NoiseXxHandshake({ role, prologue: Buffer.concat([PREAMBLE, PREAMBLE]), staticKeys });
}

/** A Noise message as it stands on the wire. */
export function onTheWire(message: Buffer | undefined): Buffer {
  if (message === undefined) throw new Error('no message');
  return Buffer.concat([Buffer.of(message.length >> 8, message.length & 0xff), message]);
}

export function staticKeysOf(identity: NodeIdentity): X25519KeyPair {
  return { privateKey: identity.staticPrivateKey, publicKey: identity.staticPublicKey };
}
