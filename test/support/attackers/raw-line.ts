import { connect, type Socket } from 'node:net';
import { type Frame, FrameFlag } from '#adapters/tcp/frame';
import { FrameDecoder } from '#adapters/tcp/frame-decoder';
import { HandshakeSocket } from '#adapters/tcp/handshake-socket';
import { generateNodeIdentity } from '#adapters/tcp/node-identity';
import { NoiseMessageReader } from '#adapters/tcp/noise-message-reader';
import { NoiseTransport } from '#adapters/tcp/noise-transport';
import { shakeHands } from '#adapters/tcp/shake-hands';
import { codeCodec } from '#adapters/wire/plain.messages';
import { REQUEST_CODECS } from '#adapters/wire/protocol';
import { COMMANDS } from '#domain/peer-network/commands';
import type { PeerId } from '#domain/peer-network/peer-id';
import { RawPeer } from '../tcp/raw-peer.ts';
import type { Target } from './attack.ts';
import { withTimeout } from './with-timeout.ts';

const HANDSHAKE_TIMEOUT_MS = 5_000;
const NOTHING = new Uint8Array(0);

/** A session as an attacker holds it: greeted honestly, and then any bytes; what comes back is read when it likes. */
export class RawLine {
  /** Everything that came so far. */
  readonly frames: Frame[] = [];
  private readonly decoder = new FrameDecoder(() => 16_777_216);
  private readonly reader = new NoiseMessageReader();
  readonly closed: Promise<unknown>;

  private constructor(
    readonly peerId: PeerId,
    readonly peer: RawPeer,
    private readonly transport: NoiseTransport,
    early: Buffer,
  ) {
    const { socket } = peer;
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('data', (chunk: Buffer) => this.take(chunk));
    if (early.length > 0) this.take(early);
    socket.resume();
  }

  /** Dials and shakes hands with a new identity; undefined when there was no place. */
  static async dial({ endpoint, network }: Pick<Target, 'endpoint' | 'network'>): Promise<RawLine | undefined> {
    const socket = connect(endpoint.port, endpoint.host);
    const stream = new HandshakeSocket(socket, HANDSHAKE_TIMEOUT_MS);
    const identity = generateNodeIdentity();
    const options = { role: 'initiator', identity, genesisHash: network.genesisHash } as const;
    const hands = await shakeHands(stream, options);
    if (!hands.ok) {
      stream.abandon();
      return undefined;
    }
    const { sendCipher, receiveCipher } = hands.value.outcome;
    const transport = new NoiseTransport(sendCipher, receiveCipher);
    return new RawLine(identity.peerId, new RawPeer(socket, transport), transport, stream.release());
  }

  /** The same, greeted; undefined when it was not welcome. */
  static async greeted(target: Pick<Target, 'endpoint' | 'network'>): Promise<RawLine | undefined> {
    const line = await RawLine.dial(target);
    if (line === undefined) return undefined;
    const { genesisHash } = target.network;
    const payload = REQUEST_CODECS.PCONNECT.encode({
      agent: 'attacker',
      listen: { host: '', port: 0 },
      status: { height: 0, tipHash: genesisHash, totalWork: 2n },
      ticket: NOTHING,
      joinProof: NOTHING,
    });
    line.send({ command: COMMANDS.PCONNECT, flags: FrameFlag.request, correlation: 1, payload });
    const isWelcome = (): boolean =>
      line.frames.some(({ command }) => command === COMMANDS.PCONNECTACK || command === COMMANDS.TCONNECTACK);
    await withTimeout(
      line.until(() => isWelcome() || line.socket.destroyed),
      HANDSHAKE_TIMEOUT_MS,
    );
    if (isWelcome()) return line;
    line.socket.destroy();
    return undefined;
  }

  get socket(): Socket {
    return this.peer.socket;
  }

  send(...frames: Frame[]): void {
    this.socket.write(this.peer.seal(...frames));
  }

  /** How the session ended, within a time: the code of the goodbye, `closed` without one, `open` when it stands. */
  async ending(withinMs: number): Promise<string> {
    const isOver = await withTimeout(
      this.closed.then(() => true),
      withinMs,
    );
    const goodbye = this.frames.findLast(({ command }) => command === COMMANDS.DISCONNECT);
    const code = goodbye === undefined ? undefined : codeCodec.decode(goodbye.payload);
    this.socket.destroy();
    if (code?.ok) return code.value.code;
    return isOver === undefined ? 'open' : 'closed';
  }

  private async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  private take(chunk: Buffer): void {
    this.reader.push(chunk);
    for (let read = this.reader.next(); read.kind === 'message'; read = this.reader.next()) {
      const plaintext = this.transport.open(read.message);
      if (plaintext !== undefined) this.decoder.push(plaintext, (frame) => this.heard(frame));
    }
  }

  /** Answers health checks, as whoever wants to stay does. */
  private heard(frame: Frame): void {
    this.frames.push(frame);
    if (frame.command !== COMMANDS.HCK || frame.flags !== FrameFlag.request) return;
    this.send({ ...frame, command: COMMANDS.HCKACK, flags: FrameFlag.response });
  }
}
