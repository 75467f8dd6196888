import type { ChannelClosing } from './channel-closing.errors.ts';
import type { Frame, PayloadCaps } from './frame.ts';
import { FrameDecoder } from './frame-decoder.ts';
import { NoiseMessageReader } from './noise-message-reader.ts';
import type { NoiseTransport } from './noise-transport.ts';

export interface ChannelReaderEvents {
  onFrame(frame: Frame): void;
  /** A message was authentic: the peer lives. */
  onMessage(): void;
  /** Called once; nothing is delivered after it. */
  onEnd(closing: ChannelClosing): void;
}

/**
 * Bytes on their way in: Noise messages, plaintext, frames. Held back, it delivers nothing and keeps at most what it
 * was given plus the frames of one Noise message (6,551 empty ones).
 */
export class ChannelReader {
  private readonly messages = new NoiseMessageReader();
  private readonly decoder: FrameDecoder;
  private frames: Frame[] = [];
  private nextFrame = 0;
  private held = true;
  private streamEnded = false;
  private stopped = false;
  private pumping = false;
  private violation: ChannelClosing | undefined;
  private readonly collect = (frame: Frame) => this.frames.push(frame);

  constructor(
    private readonly transport: NoiseTransport,
    maxPayloadBytes: PayloadCaps,
    private readonly events: ChannelReaderEvents,
  ) {
    this.decoder = new FrameDecoder(maxPayloadBytes);
  }

  push(chunk: Buffer): void {
    if (this.stopped) return;
    this.messages.push(chunk);
    this.pump();
  }

  /** The other side sends nothing more: what has come is delivered, then the channel ends. */
  end(): void {
    this.streamEnded = true;
    this.pump();
  }

  /** Delivers nothing until {@link release}. */
  hold(): void {
    this.held = true;
  }

  release(): void {
    this.held = false;
    this.pump();
  }

  stop(): void {
    this.stopped = true;
    this.frames = [];
  }

  // A handler may hold, release or stop while it is being called: only the outermost call loops.
  private pump(): void {
    if (this.pumping) return;
    this.pumping = true;
    let closing: ChannelClosing | undefined;
    while (closing === undefined && !this.held && !this.stopped) {
      const frame = this.frames[this.nextFrame];
      if (frame !== undefined) {
        this.nextFrame += 1;
        closing = this.deliver(frame);
      } else {
        const step = this.readMessage();
        if (step === 'wait') break;
        closing = step;
      }
    }
    this.pumping = false;
    if (closing !== undefined && !this.stopped) {
      this.stop();
      this.events.onEnd(closing);
    }
  }

  private deliver(frame: Frame): ChannelClosing | undefined {
    try {
      this.events.onFrame(frame);
      return undefined;
    } catch (error) {
      return { code: 'handler-failed', error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  }

  private readMessage(): ChannelClosing | 'wait' | undefined {
    // What stood before a malformed frame has been delivered by now, however the bytes were split.
    if (this.violation !== undefined) return this.violation;
    const read = this.messages.next();
    if (read.kind === 'incomplete') return this.streamEnded ? this.closingAtEnd() : 'wait';
    const plaintext = read.kind === 'message' ? this.transport.open(read.message) : undefined;
    if (plaintext === undefined) return { code: 'decrypt-failed' };
    this.events.onMessage();
    this.frames = [];
    this.nextFrame = 0;
    this.violation = this.decoder.push(plaintext, this.collect);
    return undefined;
  }

  private closingAtEnd(): ChannelClosing {
    const isWhole = this.messages.isBetweenMessages && this.decoder.isBetweenFrames;
    return { code: isWhole ? 'closed-by-peer' : 'stream-truncated' };
  }
}
