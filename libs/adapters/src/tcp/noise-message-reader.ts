import { NOISE_TAG_BYTES } from './noise-cipher-state.ts';

/** Every Noise message has its length before it: uint16 big-endian. */
export const NOISE_LENGTH_BYTES = 2;

/** A message with nothing but a tag says nothing; nobody sends one. */
const MIN_NOISE_MESSAGE_BYTES = NOISE_TAG_BYTES + 1;

export type ReadMessage =
  | { readonly kind: 'message'; readonly message: Buffer }
  | { readonly kind: 'incomplete' }
  /** The length can be no message's. */
  | { readonly kind: 'malformed' };

const INCOMPLETE: ReadMessage = { kind: 'incomplete' };
const MALFORMED: ReadMessage = { kind: 'malformed' };

/**
 * Cuts the bytes of the socket into Noise messages. A message that lies whole in one chunk is a view of it; one that
 * is spread over several is copied once. It holds at most the chunks it was given plus one message.
 */
export class NoiseMessageReader {
  private chunk: Buffer | undefined;
  private offset = 0;
  private waiting: Buffer[] = [];
  private readonly length = Buffer.alloc(NOISE_LENGTH_BYTES);
  private lengthFilled = 0;
  private partial: Buffer | undefined;
  private partialFilled = 0;

  /** More bytes from the socket; they are kept until {@link next} has read them. */
  push(chunk: Buffer): void {
    if (this.chunk === undefined) this.chunk = chunk;
    else this.waiting.push(chunk);
  }

  /** True when nothing of a message has come yet: where an honest sender ends the stream. */
  get isBetweenMessages(): boolean {
    return this.chunk === undefined && this.lengthFilled === 0;
  }

  /** The next message; `incomplete` when more bytes must come first. */
  next(): ReadMessage {
    while (this.chunk !== undefined) {
      const read = this.readOn(this.chunk);
      if (this.chunk.length === this.offset) this.nextChunk();
      if (read !== undefined) return read;
    }
    return INCOMPLETE;
  }

  private nextChunk(): void {
    this.chunk = this.waiting.shift();
    this.offset = 0;
  }

  private readOn(chunk: Buffer): ReadMessage | undefined {
    while (this.lengthFilled < NOISE_LENGTH_BYTES) {
      if (this.offset === chunk.length) return undefined;
      this.length[this.lengthFilled++] = chunk[this.offset++] as number;
    }
    const messageBytes = this.length.readUInt16BE(0);
    if (messageBytes < MIN_NOISE_MESSAGE_BYTES) return MALFORMED;
    const available = Math.min(chunk.length - this.offset, messageBytes - this.partialFilled);
    const part = chunk.subarray(this.offset, this.offset + available);
    this.offset += available;
    if (available === messageBytes) return this.complete(part);
    this.partial ??= Buffer.allocUnsafeSlow(messageBytes);
    this.partial.set(part, this.partialFilled);
    this.partialFilled += available;
    return this.partialFilled === messageBytes ? this.complete(this.partial) : undefined;
  }

  private complete(message: Buffer): ReadMessage {
    this.lengthFilled = 0;
    this.partial = undefined;
    this.partialFilled = 0;
    return { kind: 'message', message };
  }
}
