import { readUint32 } from '#domain/primitives/bytes';
import type { FrameRefusal } from './frame.errors.ts';
import {
  FRAME_HEADER_BYTES,
  type Frame,
  isFrameFlag,
  MAX_UNKNOWN_COMMAND_PAYLOAD_BYTES,
  type PayloadCaps,
} from './frame.ts';

/**
 * What a payload gets in memory when its header has come; more only as it really arrives, twice as much each time.
 * So a sender that announces the longest payload and stays silent costs 64 KiB, and copying stays linear.
 */
const FIRST_PAYLOAD_BUFFER_BYTES = 65_536;

interface Header {
  readonly payloadBytes: number;
  readonly command: number;
  readonly flags: Frame['flags'];
  readonly correlation: number;
}

/**
 * Cuts the plaintext stream into frames, however it is split. The length is held against the cap of its command as
 * soon as the header is complete, before anything of the payload is kept. After a refusal the stream is lost: each
 * further call gives the same refusal.
 */
export class FrameDecoder {
  private readonly headerBytes = new Uint8Array(FRAME_HEADER_BYTES);
  private headerFilled = 0;
  private header: Header | undefined;
  private payload = new Uint8Array(0);
  private payloadFilled = 0;
  private refusal: FrameRefusal | undefined;

  constructor(private readonly maxPayloadBytes: PayloadCaps) {}

  /** True when the stream stands between two frames: where an honest sender ends it. */
  get isBetweenFrames(): boolean {
    return this.headerFilled === 0;
  }

  /** Reads on; gives each completed frame to `deliver`, in order. The bytes are not kept after the call. */
  push(bytes: Uint8Array, deliver: (frame: Frame) => void): FrameRefusal | undefined {
    let offset = 0;
    while (this.refusal === undefined && offset < bytes.length) {
      offset =
        this.header === undefined ? this.takeHeader(bytes, offset) : this.takePayload(this.header, bytes, offset);
      if (this.header !== undefined && this.payloadFilled === this.header.payloadBytes)
        this.complete(this.header, deliver);
    }
    return this.refusal;
  }

  private takeHeader(bytes: Uint8Array, offset: number): number {
    const end = Math.min(bytes.length, offset + FRAME_HEADER_BYTES - this.headerFilled);
    this.headerBytes.set(bytes.subarray(offset, end), this.headerFilled);
    this.headerFilled += end - offset;
    if (this.headerFilled === FRAME_HEADER_BYTES) this.readHeader();
    return end;
  }

  private readHeader(): void {
    const payloadBytes = readUint32(this.headerBytes, 0);
    const command = this.headerBytes[4] as number;
    const flags = this.headerBytes[5] as number;
    const maxPayloadBytes = this.maxPayloadBytes(command) ?? MAX_UNKNOWN_COMMAND_PAYLOAD_BYTES;
    if (payloadBytes > maxPayloadBytes) {
      this.refusal = { code: 'frame-too-long', command, payloadBytes, maxPayloadBytes };
    } else if (!isFrameFlag(flags)) {
      this.refusal = { code: 'frame-flags', command, flags };
    } else {
      this.header = { payloadBytes, command, flags, correlation: readUint32(this.headerBytes, 6) };
    }
  }

  private takePayload(header: Header, bytes: Uint8Array, offset: number): number {
    const end = Math.min(bytes.length, offset + header.payloadBytes - this.payloadFilled);
    this.reserve(this.payloadFilled + end - offset, header.payloadBytes);
    this.payload.set(bytes.subarray(offset, end), this.payloadFilled);
    this.payloadFilled += end - offset;
    return end;
  }

  private reserve(neededBytes: number, payloadBytes: number): void {
    if (neededBytes <= this.payload.length) return;
    const wanted = Math.max(neededBytes, this.payload.length * 2, FIRST_PAYLOAD_BUFFER_BYTES);
    const grown = new Uint8Array(Math.min(wanted, payloadBytes));
    grown.set(this.payload.subarray(0, this.payloadFilled));
    this.payload = grown;
  }

  private complete(header: Header, deliver: (frame: Frame) => void): void {
    const { command, flags, correlation } = header;
    const payload = this.payload;
    this.header = undefined;
    this.headerFilled = 0;
    this.payload = new Uint8Array(0);
    this.payloadFilled = 0;
    deliver({ command, flags, correlation, payload });
  }
}
