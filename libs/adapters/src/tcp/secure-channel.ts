import type { Socket } from 'node:net';
import type { PeerId } from '#domain/peer-network/peer-id';
import { invariant } from '#domain/primitives/invariant';
import type { ChannelClosing } from './channel-closing.errors.ts';
import { ChannelReader } from './channel-reader.ts';
import { ChannelWriter } from './channel-writer.ts';
import type { Frame, PayloadCaps } from './frame.ts';
import { lingerThenDestroy } from './linger-then-destroy.ts';
import type { NoiseTransport } from './noise-transport.ts';
import type { HandshakeRole } from './noise-xx-handshake.ts';

/** What the handshake has established about a session; never changes. */
export interface SecureChannelFacts {
  readonly role: HandshakeRole;
  /** Ed25519, 32 bytes: proved by the handshake. */
  readonly remoteIdentityKey: Uint8Array;
  readonly remotePeerId: PeerId;
  /** 32 bytes, the same on both sides and on no other session. */
  readonly handshakeHash: Uint8Array;
  /** The other end of the TCP connection. */
  readonly remoteAddress: { readonly host: string; readonly port: number };
  /** The address of this end. */
  readonly localHost: string;
}

export interface SecureChannelLimits {
  readonly maxPayloadBytes: PayloadCaps;
  readonly idleTimeoutMs: number;
  readonly maxQueuedWriteBytes: number;
  readonly writeStallTimeoutMs: number;
}

/** What the handshake hands over with the socket. */
export interface SecureChannelWire {
  readonly socket: Socket;
  readonly transport: NoiseTransport;
  /** What came in after the last handshake message. */
  readonly firstBytes: Buffer;
  /** Bytes of preamble and handshake, which count like all others. */
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export interface SecureChannelListener {
  /** A frame of the other side, in order. One that throws ends the channel with `handler-failed`. */
  onFrame(frame: Frame): void;
  /** Called once, in a microtask after the channel stopped: nothing is delivered or sent any more. */
  onClose(closing: ChannelClosing): void;
  /** The last frame to a peer that we leave (`frame-too-long`, `frame-flags`, `idle-timeout`, `handler-failed`). */
  goodbye?(closing: ChannelClosing): Frame | undefined;
}

/**
 * An authenticated, encrypted, bounded stream of frames over one TCP connection. {@link openSecureChannel} makes
 * it; nothing is read until {@link start}. It never throws for what the other side does.
 */
export class SecureChannel {
  private readonly reader: ChannelReader;
  private readonly writer: ChannelWriter;
  private idleTimer: NodeJS.Timeout | undefined;
  private readonly gone: Promise<void>;
  private listener: SecureChannelListener | undefined;
  private closing: ChannelClosing | undefined;
  private paused = false;
  private receivedBytes: number;

  constructor(
    readonly facts: SecureChannelFacts,
    private readonly limits: SecureChannelLimits,
    private readonly wire: SecureChannelWire,
  ) {
    const { socket, transport, firstBytes, bytesIn } = wire;
    this.receivedBytes = bytesIn;
    this.writer = new ChannelWriter(socket, transport, { ...limits, onFailure: (closing) => this.drop(closing) });
    this.reader = new ChannelReader(transport, limits.maxPayloadBytes, {
      onFrame: (frame) => this.listener?.onFrame(frame),
      onMessage: () => this.idleTimer?.refresh(),
      onEnd: (closing) => this.endWith(closing),
    });
    this.gone = new Promise((resolve) => {
      if (socket.closed) resolve();
      else socket.once('close', () => resolve());
    });
    this.watchForSilence();
    this.watch(socket);
    if (firstBytes.length > 0) this.reader.push(firstBytes);
  }

  get isOpen(): boolean {
    return this.closing === undefined;
  }

  /** Every byte received so far: preamble, handshake and ciphertext. */
  get bytesIn(): number {
    return this.receivedBytes;
  }

  /** Every byte given to the socket so far: preamble, handshake and ciphertext. */
  get bytesOut(): number {
    return this.wire.bytesOut + this.writer.bytesOut;
  }

  /** Bytes that wait to be sent. */
  get queuedBytes(): number {
    return this.writer.queuedBytes;
  }

  /** Begins to deliver. Once only; frames that came before are held, and a closing that came before is told. */
  start(listener: SecureChannelListener): void {
    invariant(this.listener === undefined, 'a channel is started once');
    this.listener = listener;
    if (this.closing !== undefined) this.tellClosing(this.closing);
    else if (!this.paused) this.read();
  }

  /**
   * Sends after everything sent before; the payload must not be changed afterwards. False when the channel is or
   * is now closed: more than `maxQueuedWriteBytes` waiting ends it with `write-queue-overflow`.
   */
  send(frame: Frame): boolean {
    return this.writer.send(frame);
  }

  /** For long answers: true as soon as at most 1 MiB waits to be sent, false when the channel ends first. */
  whenWritable(): Promise<boolean> {
    return this.writer.whenWritable();
  }

  /** Delivers no frame until {@link resume}; TCP then slows the sender down. The idle timeout rests meanwhile. */
  pause(): void {
    if (this.closing !== undefined) return;
    this.paused = true;
    clearTimeout(this.idleTimer);
    this.reader.hold();
    this.wire.socket.pause();
  }

  resume(): void {
    if (this.closing !== undefined || !this.paused) return;
    this.paused = false;
    this.watchForSilence();
    if (this.listener !== undefined) this.read();
  }

  /**
   * Closes with `closed-here`: sends what waits, then the goodbye, then FIN. Resolves when the socket is gone, within
   * 2 s. Harmless on a closed channel.
   */
  close(goodbye?: Frame): Promise<void> {
    if (goodbye !== undefined) this.writer.send(goodbye);
    this.finish({ code: 'closed-here' });
    return this.gone;
  }

  private watch(socket: Socket): void {
    // Stays for the life of the socket: an error without a listener would end the process.
    socket.on('error', (error: NodeJS.ErrnoException) => this.lose(error.code));
    socket.once('close', () => {
      this.writer.stop();
      this.lose();
    });
    socket.once('end', () => this.reader.end());
    socket.on('data', this.take);
    if (socket.destroyed) this.lose();
    else if (socket.readableEnded) this.reader.end();
  }

  private readonly take = (chunk: Buffer): void => {
    this.receivedBytes += chunk.length;
    this.reader.push(chunk);
  };

  private watchForSilence(): void {
    const { idleTimeoutMs } = this.limits;
    this.idleTimer = setTimeout(() => this.leave({ code: 'idle-timeout', idleTimeoutMs }), idleTimeoutMs);
  }

  private read(): void {
    this.reader.release();
    if (this.closing === undefined && !this.paused) this.wire.socket.resume();
  }

  private lose(errno?: string): void {
    this.drop(errno === undefined ? { code: 'connection-lost' } : { code: 'connection-lost', errno });
  }

  private endWith(closing: ChannelClosing): void {
    if (closing.code === 'decrypt-failed' || closing.code === 'stream-truncated') this.drop(closing);
    else if (closing.code === 'closed-by-peer') this.followPeer(closing);
    else this.leave(closing);
  }

  private followPeer(closing: ChannelClosing): void {
    if (!this.shut(closing)) return;
    this.writer.stop();
    lingerThenDestroy(this.wire.socket);
    this.wire.socket.end();
  }

  // The session is sound, the peer's behaviour isn't: it may be told why.
  private leave(closing: ChannelClosing): void {
    const goodbye = this.listener?.goodbye?.(closing);
    if (goodbye !== undefined) this.writer.send(goodbye);
    this.finish(closing);
  }

  private finish(closing: ChannelClosing): void {
    if (!this.shut(closing)) return;
    lingerThenDestroy(this.wire.socket);
    this.writer.finish(() => this.wire.socket.end());
  }

  // Nothing more is said: the line is dead or not to be trusted, and whatever we answered could be an oracle.
  private drop(closing: ChannelClosing): void {
    if (!this.shut(closing)) return;
    this.writer.stop();
    this.wire.socket.destroy();
  }

  private shut(closing: ChannelClosing): boolean {
    if (this.closing !== undefined) return false;
    this.closing = closing;
    clearTimeout(this.idleTimer);
    this.reader.stop();
    this.wire.socket.off('data', this.take);
    this.tellClosing(closing);
    return true;
  }

  private tellClosing(closing: ChannelClosing): void {
    const { listener } = this;
    if (listener !== undefined) queueMicrotask(() => listener.onClose(closing));
  }
}
