import fc from 'fast-check';
import { FRAME_HEADER_BYTES, type Frame, FrameFlag } from './frame.ts';
import { FrameDecoder } from './frame-decoder.ts';
import { OutgoingFrames } from './outgoing-frames.ts';

const frames = fc.array(
  fc.record({
    command: fc.integer({ min: 0, max: 255 }),
    flags: fc.constantFrom(...Object.values(FrameFlag)),
    correlation: fc.integer({ min: 0, max: 0xffff_ffff }),
    payload: fc.uint8Array({ maxLength: 300 }),
  }),
  { maxLength: 20 },
);

function encode(list: readonly Frame[], partBytes = 65_519): Buffer {
  const outgoing = new OutgoingFrames();
  for (const frame of list) outgoing.push(frame);
  const parts: Buffer[] = [];
  while (outgoing.bytes > 0) {
    const part = Buffer.alloc(partBytes);
    parts.push(part.subarray(0, outgoing.fill(part)));
  }
  return Buffer.concat(parts);
}

function header(payloadBytes: number, command: number, flags: number): Buffer {
  const bytes = Buffer.alloc(FRAME_HEADER_BYTES);
  bytes.writeUInt32LE(payloadBytes, 0);
  bytes[4] = command;
  bytes[5] = flags;
  return bytes;
}

describe('frames', () => {
  it('have the published layout: length, command, flags, correlation, payload', () => {
    const frame: Frame = {
      command: 9,
      flags: FrameFlag.error,
      correlation: 0x01020304,
      payload: Uint8Array.of(0xaa, 0xbb),
    };
    expect(encode([frame]).toString('hex')).toBe('020000000904' + '04030201' + 'aabb');
  });

  it('come out as they went in, however the stream is cut on either side', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(frames, fc.integer({ min: 1, max: 700 }), cuts, (list, partBytes, sizes) => {
        const stream = encode(list, partBytes);
        expect(stream.equals(encode(list))).toBe(true);
        const decoder = new FrameDecoder(() => 300);
        const decoded: Frame[] = [];
        for (let offset = 0, i = 0; offset < stream.length; i++) {
          const size = sizes[i % sizes.length] as number;
          expect(decoder.push(stream.subarray(offset, offset + size), (frame) => decoded.push(frame))).toBeUndefined();
          offset += size;
        }
        expect(decoded).toEqual(list);
        expect(decoder.isBetweenFrames).toBe(true);
      }),
    );
  });

  it('of any bytes at all never make the decoder throw, and a refusal is final', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const decoder = new FrameDecoder(() => 50);
        const refusal = decoder.push(bytes, () => undefined);
        if (refusal !== undefined) expect(decoder.push(encode([]), () => undefined)).toBe(refusal);
      }),
    );
  });

  it('longer than their command allows are refused by their header alone', () => {
    const decoder = new FrameDecoder((command) => (command === 7 ? 1000 : undefined));
    expect(decoder.push(header(1000, 7, 1), () => undefined)).toBeUndefined();
    const strict = new FrameDecoder((command) => (command === 7 ? 1000 : undefined));
    const refusal = { code: 'frame-too-long', command: 7, payloadBytes: 1001, maxPayloadBytes: 1000 };
    expect(strict.push(header(1001, 7, 1).subarray(0, 9), () => undefined)).toBeUndefined();
    expect(strict.push(header(1001, 7, 1).subarray(9), () => undefined)).toEqual(refusal);
    expect(strict.push(encode([]), () => undefined)).toEqual(refusal);
  });

  it('of an unknown command are delivered up to 1 KiB', () => {
    const known = () => undefined;
    const decoded: Frame[] = [];
    const frame: Frame = { command: 200, flags: FrameFlag.request, correlation: 1, payload: new Uint8Array(1024) };
    expect(new FrameDecoder(known).push(encode([frame]), (each) => decoded.push(each))).toBeUndefined();
    expect(decoded).toEqual([frame]);
    expect(new FrameDecoder(known).push(header(1025, 200, 1), () => undefined)?.code).toBe('frame-too-long');
  });

  it('have exactly one flag', () => {
    for (let flags = 0; flags < 256; flags++) {
      const refusal = new FrameDecoder(() => 10).push(header(0, 7, flags), () => undefined);
      const allowed = flags === 1 || flags === 2 || flags === 4 || flags === 8;
      expect(refusal).toEqual(allowed ? undefined : { code: 'frame-flags', command: 7, flags });
    }
  });

  it('announced at 4 GiB minus one where the cap allows it take memory only as they arrive', () => {
    const before = process.memoryUsage().arrayBuffers;
    const decoders = Array.from({ length: 200 }, () => {
      const decoder = new FrameDecoder(() => 0xffff_ffff);
      decoder.push(Buffer.concat([header(0xffff_ffff, 7, 1), Buffer.alloc(1)]), () => undefined);
      return decoder;
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(decoders.length * 2 * 65_536);
  });

  it('delivered byte by byte cost time in proportion to their length', () => {
    const millisecondsFor = (payloadBytes: number): number => {
      const decoder = new FrameDecoder(() => payloadBytes);
      decoder.push(header(payloadBytes, 7, 1), () => undefined);
      const byte = Uint8Array.of(1);
      const start = performance.now();
      for (let i = 0; i < payloadBytes; i++) decoder.push(byte, () => undefined);
      expect(decoder.isBetweenFrames).toBe(true);
      return performance.now() - start;
    };
    millisecondsFor(100_000);
    // Eight times as long; copying everything for each byte would take sixty-four times.
    expect(millisecondsFor(1_600_000)).toBeLessThan(30 * Math.max(millisecondsFor(200_000), 5));
  });

  it('own their payload: what was read from may be used again', () => {
    const stream = encode([{ command: 1, flags: FrameFlag.oneWay, correlation: 0, payload: Uint8Array.of(1, 2, 3) }]);
    const decoded: Frame[] = [];
    new FrameDecoder(() => 10).push(stream, (frame) => decoded.push(frame));
    stream.fill(0);
    expect(decoded[0]?.payload).toEqual(Uint8Array.of(1, 2, 3));
    expect(decoded[0]?.payload.buffer.byteLength).toBe(3);
  });
});
