import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Frame } from '#adapters/tcp/frame';
import { HandshakeSocket } from '#adapters/tcp/handshake-socket';
import { generateNodeIdentity } from '#adapters/tcp/node-identity';
import { NoiseTransport } from '#adapters/tcp/noise-transport';
import { type OpenSecureChannelOptions, openSecureChannel } from '#adapters/tcp/open-secure-channel';
import { OutgoingFrames } from '#adapters/tcp/outgoing-frames';
import type { SecureChannel } from '#adapters/tcp/secure-channel';
import { shakeHands } from '#adapters/tcp/shake-hands';
import { ZERO_HASH } from '#domain/primitives/hash';
import { channelOptions } from './channel-pair.ts';
import { socketPair } from './socket-pair.ts';

const HANDSHAKE_TIMEOUT_MS = 5_000;

/** Somebody who has shaken hands honestly and from then on puts any bytes on the wire. */
export class RawPeer {
  constructor(
    readonly socket: Socket,
    readonly transport: NoiseTransport,
  ) {}

  /** The frames as the bytes of one Noise message, not yet sent. */
  seal(...frames: Frame[]): Buffer {
    const outgoing = new OutgoingFrames();
    for (const frame of frames) outgoing.push(frame);
    const plaintext = Buffer.alloc(outgoing.bytes);
    outgoing.fill(plaintext);
    return this.sealPlaintext(plaintext);
  }

  sealPlaintext(plaintext: Uint8Array): Buffer {
    const { ciphertext, tag } = this.transport.seal(plaintext);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(ciphertext.length + tag.length, 0);
    return Buffer.concat([length, ciphertext, tag]);
  }

  /** The plaintext of everything that still comes until the other side ends the stream. */
  async readToEnd(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    this.socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    this.socket.resume();
    await once(this.socket, 'close');
    let bytes = Buffer.concat(chunks);
    const plain: Buffer[] = [];
    while (bytes.length > 0) {
      const end = 2 + bytes.readUInt16BE(0);
      plain.push(this.transport.open(bytes.subarray(2, end)) ?? Buffer.from('not authentic'));
      bytes = bytes.subarray(end);
    }
    return Buffer.concat(plain);
  }
}

/** A raw peer that dialled, and the honest channel that answered. */
export async function rawPeerAndChannel(
  changes: Partial<OpenSecureChannelOptions> = {},
): Promise<[RawPeer, SecureChannel]> {
  const [dialled, listening] = await socketPair();
  const opening = openSecureChannel(channelOptions(listening, 'responder', changes));
  const stream = new HandshakeSocket(dialled, HANDSHAKE_TIMEOUT_MS);
  const options = { role: 'initiator', identity: generateNodeIdentity(), genesisHash: ZERO_HASH } as const;
  const [hands, channel] = await Promise.all([shakeHands(stream, options), opening]);
  if (!hands.ok || !channel.ok) throw new Error(`no channel: ${JSON.stringify([hands, channel])}`);
  stream.release();
  const { sendCipher, receiveCipher } = hands.value.outcome;
  return [new RawPeer(dialled, new NoiseTransport(sendCipher, receiveCipher)), channel.value];
}
