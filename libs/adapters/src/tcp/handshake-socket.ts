import type { Socket } from 'node:net';
import { invariant } from '#domain/primitives/invariant';
import { lingerThenDestroy } from './linger-then-destroy.ts';
import type { OpenChannelRefusal } from './open-channel.errors.ts';

type Loss = Extract<OpenChannelRefusal, { code: 'handshake-timeout' | 'connection-lost' }>;

/**
 * A socket read in exact pieces, with one deadline over all of them. It reads on only while a piece is incomplete, so
 * a sender that floods leaves at most one chunk of the system (64 KiB) with us.
 */
export class HandshakeSocket {
  private buffered: Buffer = Buffer.alloc(0);
  private wantedBytes = 0;
  private settle: ((bytes: Buffer | undefined) => void) | undefined;
  private loss: Loss | undefined;
  private receivedBytes = 0;
  private sentBytes = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(
    readonly socket: Socket,
    handshakeTimeoutMs: number,
  ) {
    this.timer = setTimeout(() => this.lose({ code: 'handshake-timeout', handshakeTimeoutMs }), handshakeTimeoutMs);
    // Stays for the life of the socket: an error without a listener would end the process.
    socket.on('error', this.onError);
    socket.on('end', this.onGone);
    socket.on('close', this.onGone);
    socket.on('data', this.onData);
    socket.pause();
    if (socket.destroyed || socket.readableEnded) this.lose({ code: 'connection-lost' });
  }

  /** Why reading gives nothing more; set once {@link read} has given undefined. */
  get reason(): Loss {
    return this.loss ?? { code: 'connection-lost' };
  }

  get bytesIn(): number {
    return this.receivedBytes;
  }

  get bytesOut(): number {
    return this.sentBytes;
  }

  /** The next `length` bytes, or undefined when they don't come. One read at a time. */
  read(length: number): Promise<Buffer | undefined> {
    invariant(this.settle === undefined, 'one read at a time');
    return new Promise((resolve) => {
      this.wantedBytes = length;
      this.settle = resolve;
      this.advance();
    });
  }

  write(...parts: Uint8Array[]): void {
    for (const part of parts) {
      this.sentBytes += part.length;
      this.socket.write(part);
    }
  }

  /** Gives the socket on, paused, with the bytes that came early. */
  release(): Buffer {
    this.detach();
    return this.buffered;
  }

  /** Ends the connection at once, without a word: what fails in the handshake teaches the other side nothing. */
  abandon(): void {
    this.detach();
    this.socket.destroy();
  }

  /** Ends the connection with these last bytes. */
  endWith(goodbye: Uint8Array): void {
    this.detach();
    lingerThenDestroy(this.socket);
    this.socket.end(goodbye);
  }

  private readonly onData = (chunk: Buffer): void => {
    this.receivedBytes += chunk.length;
    this.buffered = this.buffered.length === 0 ? chunk : Buffer.concat([this.buffered, chunk]);
    this.advance();
  };

  private readonly onError = (error: NodeJS.ErrnoException): void => {
    this.lose(error.code === undefined ? { code: 'connection-lost' } : { code: 'connection-lost', errno: error.code });
  };

  private readonly onGone = (): void => this.lose({ code: 'connection-lost' });

  private lose(loss: Loss): void {
    this.loss ??= loss;
    this.advance();
  }

  private advance(): void {
    const { settle } = this;
    if (settle === undefined) return;
    const isComplete = this.buffered.length >= this.wantedBytes;
    if (!isComplete && this.loss === undefined) {
      this.socket.resume();
      return;
    }
    this.socket.pause();
    this.settle = undefined;
    if (!isComplete) {
      settle(undefined);
      return;
    }
    const bytes = this.buffered.subarray(0, this.wantedBytes);
    this.buffered = this.buffered.subarray(this.wantedBytes);
    settle(bytes);
  }

  private detach(): void {
    clearTimeout(this.timer);
    this.socket.off('data', this.onData);
    this.socket.off('end', this.onGone);
    this.socket.off('close', this.onGone);
    this.socket.pause();
  }
}
