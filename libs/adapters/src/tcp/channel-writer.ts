import type { Socket } from 'node:net';
import type { ChannelClosing } from './channel-closing.errors.ts';
import { FRAME_HEADER_BYTES, type Frame } from './frame.ts';
import { MAX_NOISE_PLAINTEXT_BYTES, type NoiseTransport } from './noise-transport.ts';
import { OutgoingFrames } from './outgoing-frames.ts';

/**
 * Ciphertext that may wait in the socket itself. The rest waits as frames, which several sessions share; and each
 * time this much has gone, we know that the peer still reads. Four full Noise messages keep a fast line busy.
 */
const SOCKET_WINDOW_BYTES = 262_144;

/** Above this, {@link ChannelWriter.whenWritable} makes senders of long answers wait: one block of 1 MB. */
const WRITE_HIGH_WATER_BYTES = 1_048_576;

// Below this, joining length, ciphertext and tag is cheaper than handing three buffers to the kernel.
const JOIN_BELOW_BYTES = 4096;

// One for all channels: it is filled and sealed within one synchronous call.
const plaintextBuffer = Buffer.allocUnsafeSlow(MAX_NOISE_PLAINTEXT_BYTES);

export interface ChannelWriterOptions {
  readonly maxQueuedWriteBytes: number;
  readonly writeStallTimeoutMs: number;
  /** Called once, when the peer reads too slowly. */
  readonly onFailure: (closing: ChannelClosing) => void;
}

/**
 * Frames on their way out: coalesced into Noise messages (everything sent in one turn of the event loop shares
 * them), sealed only when the socket has room, bounded.
 */
export class ChannelWriter {
  private readonly outgoing = new OutgoingFrames();
  private state: 'open' | 'finishing' | 'stopped' = 'open';
  private flushScheduled = false;
  private stallTimer: NodeJS.Timeout | undefined;
  private writable: { promise: Promise<boolean>; resolve: (open: boolean) => void } | undefined;
  private sentBytes = 0;
  private onFlushed: () => void = () => undefined;

  constructor(
    private readonly socket: Socket,
    private readonly transport: NoiseTransport,
    private readonly options: ChannelWriterOptions,
  ) {
    socket.on('drain', () => {
      this.calmDown();
      this.flush();
    });
  }

  /** Bytes given to the socket, as they stand on the wire. */
  get bytesOut(): number {
    return this.sentBytes;
  }

  /** Bytes that wait: frames not yet sealed, and what the socket has not yet given to the system. */
  get queuedBytes(): number {
    return this.outgoing.bytes + this.socket.writableLength;
  }

  send(frame: Frame): boolean {
    if (this.state !== 'open') return false;
    const { maxQueuedWriteBytes } = this.options;
    const queuedBytes = this.queuedBytes + FRAME_HEADER_BYTES + frame.payload.length;
    if (queuedBytes > maxQueuedWriteBytes) {
      this.stop();
      this.options.onFailure({ code: 'write-queue-overflow', queuedBytes, maxQueuedWriteBytes });
      return false;
    }
    this.outgoing.push(frame);
    this.scheduleFlush();
    return true;
  }

  /** True at once or as soon as at most 1 MiB waits; false when the channel ends first. */
  whenWritable(): Promise<boolean> {
    if (this.state !== 'open') return Promise.resolve(false);
    if (this.queuedBytes <= WRITE_HIGH_WATER_BYTES) return Promise.resolve(true);
    if (this.writable === undefined) {
      let resolve: (open: boolean) => void = () => undefined;
      const promise = new Promise<boolean>((settle) => {
        resolve = settle;
      });
      this.writable = { promise, resolve };
    }
    return this.writable.promise;
  }

  /** Takes no more frames; `onFlushed` runs when the waiting ones are with the socket. */
  finish(onFlushed: () => void): void {
    if (this.state !== 'open') return;
    this.state = 'finishing';
    this.onFlushed = onFlushed;
    this.settleWritable(false);
    this.flush();
  }

  /** Drops everything that waits. */
  stop(): void {
    this.state = 'stopped';
    this.outgoing.clear();
    this.calmDown();
    this.settleWritable(false);
  }

  // After the turn of the event loop in which the first frame came: answers to one read leave together.
  private scheduleFlush(): void {
    if (this.flushScheduled) return;
    this.flushScheduled = true;
    setImmediate(() => {
      this.flushScheduled = false;
      this.flush();
    });
  }

  private flush(): void {
    if (this.state === 'stopped') return;
    // A window that is topped up before it has gone would never tell that the peer reads.
    if (!this.socket.writableNeedDrain) this.fillWindow();
    if (this.socket.writableNeedDrain) this.watchForStall();
    if (this.queuedBytes <= WRITE_HIGH_WATER_BYTES) this.settleWritable(true);
    if (this.state === 'finishing' && this.outgoing.bytes === 0) {
      this.stop();
      this.onFlushed();
    }
  }

  private fillWindow(): void {
    this.socket.cork();
    while (this.outgoing.bytes > 0 && this.socket.writableLength < SOCKET_WINDOW_BYTES) this.writeMessage();
    this.socket.uncork();
  }

  private writeMessage(): void {
    const plaintextBytes = this.outgoing.fill(plaintextBuffer);
    const { ciphertext, tag } = this.transport.seal(plaintextBuffer.subarray(0, plaintextBytes));
    const messageBytes = ciphertext.length + tag.length;
    const length = Buffer.of(messageBytes >>> 8, messageBytes & 0xff);
    this.sentBytes += length.length + messageBytes;
    if (messageBytes < JOIN_BELOW_BYTES) {
      this.socket.write(Buffer.concat([length, ciphertext, tag]));
    } else {
      for (const part of [length, ciphertext, tag]) this.socket.write(part);
    }
  }

  /** From when the socket first had too much: what is sent meanwhile gives a peer that reads nothing no more time. */
  private watchForStall(): void {
    const { writeStallTimeoutMs } = this.options;
    this.stallTimer ??= setTimeout(() => {
      this.stop();
      this.options.onFailure({ code: 'write-stalled', writeStallTimeoutMs });
    }, writeStallTimeoutMs);
  }

  /** What waited in the socket has gone: the peer reads. */
  private calmDown(): void {
    clearTimeout(this.stallTimer);
    this.stallTimer = undefined;
  }

  private settleWritable(open: boolean): void {
    this.writable?.resolve(open);
    this.writable = undefined;
  }
}
