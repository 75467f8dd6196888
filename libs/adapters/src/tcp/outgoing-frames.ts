import { writeUint32 } from '#domain/primitives/bytes';
import { FRAME_HEADER_BYTES, type Frame } from './frame.ts';

// Sent frames at the front of the list are dropped in lots of this many, so that taking one costs O(1).
const COMPACT_AFTER_FRAMES = 1024;

/**
 * Frames that wait for the socket, in order. They are held as they were given, not as bytes: a block that is told
 * to ten peers waits once in memory. Only {@link fill} turns them into the stream.
 */
export class OutgoingFrames {
  private frames: Frame[] = [];
  private head = 0;
  // Bytes of the first frame (header included) that have gone out before.
  private headBytesTaken = 0;
  private waitingBytes = 0;
  private readonly headerBytes = new Uint8Array(FRAME_HEADER_BYTES);

  /** Headers and payloads that have not been taken. */
  get bytes(): number {
    return this.waitingBytes;
  }

  push(frame: Frame): void {
    this.frames.push(frame);
    this.waitingBytes += FRAME_HEADER_BYTES + frame.payload.length;
  }

  /** Forgets everything. */
  clear(): void {
    this.frames = [];
    this.head = 0;
    this.headBytesTaken = 0;
    this.waitingBytes = 0;
  }

  /** Puts the next bytes of the stream into `target`, as many as fit; gives how many. */
  fill(target: Uint8Array): number {
    let filled = 0;
    while (filled < target.length) {
      const frame = this.frames[this.head];
      if (frame === undefined) break;
      filled += this.fillFrom(frame, target, filled);
      if (this.headBytesTaken === FRAME_HEADER_BYTES + frame.payload.length) this.dropHead();
    }
    this.waitingBytes -= filled;
    return filled;
  }

  private fillFrom(frame: Frame, target: Uint8Array, offset: number): number {
    let filled = 0;
    if (this.headBytesTaken < FRAME_HEADER_BYTES) {
      writeHeader(this.headerBytes, frame);
      const rest = this.headerBytes.subarray(this.headBytesTaken);
      const part = rest.subarray(0, target.length - offset);
      target.set(part, offset);
      this.headBytesTaken += part.length;
      filled = part.length;
      if (part.length < rest.length) return filled;
    }
    const start = this.headBytesTaken - FRAME_HEADER_BYTES;
    const part = frame.payload.subarray(start, start + target.length - offset - filled);
    target.set(part, offset + filled);
    this.headBytesTaken += part.length;
    return filled + part.length;
  }

  private dropHead(): void {
    this.head += 1;
    this.headBytesTaken = 0;
    if (this.head === this.frames.length || this.head === COMPACT_AFTER_FRAMES) {
      this.frames = this.frames.slice(this.head);
      this.head = 0;
    }
  }
}

function writeHeader(target: Uint8Array, frame: Frame): void {
  writeUint32(target, 0, frame.payload.length);
  target[4] = frame.command;
  target[5] = frame.flags;
  writeUint32(target, 6, frame.correlation);
}
