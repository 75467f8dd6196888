import fc from 'fast-check';
import type { ChannelClosing } from './channel-closing.errors.ts';
import { ChannelReader } from './channel-reader.ts';
import { type Frame, FrameFlag } from './frame.ts';
import { NoiseCipherState } from './noise-cipher-state.ts';
import { NoiseTransport } from './noise-transport.ts';
import { OutgoingFrames } from './outgoing-frames.ts';

const KEY = Buffer.alloc(32, 9);
const LENGTH_BYTES = 2;

interface Wire {
  readonly bytes: Buffer;
  /** Offsets of the length of each Noise message. */
  readonly starts: readonly number[];
}

const transport = () => new NoiseTransport(new NoiseCipherState(KEY), new NoiseCipherState(KEY));

function seal(frames: readonly Frame[], plaintextBytes: number): Wire {
  const outgoing = new OutgoingFrames();
  for (const frame of frames) outgoing.push(frame);
  const sender = transport();
  const parts: Buffer[] = [];
  const starts: number[] = [];
  let offset = 0;
  while (outgoing.bytes > 0) {
    const plaintext = Buffer.alloc(plaintextBytes);
    const { ciphertext, tag } = sender.seal(plaintext.subarray(0, outgoing.fill(plaintext)));
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt16BE(ciphertext.length + tag.length, 0);
    starts.push(offset);
    parts.push(length, ciphertext, tag);
    offset += LENGTH_BYTES + ciphertext.length + tag.length;
  }
  return { bytes: Buffer.concat(parts), starts };
}

class Receiver {
  readonly frames: Frame[] = [];
  readonly closings: ChannelClosing[] = [];
  messages = 0;
  readonly reader = new ChannelReader(transport(), () => 1000, {
    onFrame: (frame) => this.onFrame(frame),
    onMessage: () => {
      this.messages += 1;
    },
    onEnd: (closing) => this.closings.push(closing),
  });
  onFrame = (frame: Frame): void => {
    this.frames.push(frame);
  };

  read(bytes: Buffer, cuts: readonly number[] = [bytes.length || 1]): this {
    this.reader.release();
    for (let offset = 0, i = 0; offset < bytes.length; i++) {
      const size = cuts[i % cuts.length] as number;
      this.reader.push(bytes.subarray(offset, offset + size));
      offset += size;
    }
    return this;
  }
}

const frame = (correlation: number, payloadBytes = 40): Frame => ({
  command: 3,
  flags: FrameFlag.oneWay,
  correlation,
  payload: new Uint8Array(payloadBytes).fill(correlation),
});
const someFrames = Array.from({ length: 12 }, (_, i) => frame(i, i * 37));
const cuts = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 20 });

describe('what comes in on a channel', () => {
  it('gives the same frames however messages and packets are cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), cuts, (plaintextBytes, sizes) => {
        const receiver = new Receiver().read(seal(someFrames, plaintextBytes).bytes, sizes);
        expect(receiver.frames).toEqual(someFrames);
        receiver.reader.end();
        expect(receiver.closings).toEqual([{ code: 'closed-by-peer' }]);
      }),
    );
  });

  it('ends with the same code whichever byte of a ciphertext or tag was changed', () => {
    const { bytes, starts } = seal(someFrames, 211);
    const lengths = new Set(starts.flatMap((start) => [start, start + 1]));
    const position = fc.integer({ min: 0, max: bytes.length - 1 }).filter((at) => !lengths.has(at));
    fc.assert(
      fc.property(position, fc.integer({ min: 1, max: 255 }), cuts, (at, change, sizes) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] as number) ^ change;
        const receiver = new Receiver().read(changed, sizes);
        expect(receiver.closings).toEqual([{ code: 'decrypt-failed' }]);
        expect(receiver.frames).toEqual(someFrames.slice(0, receiver.frames.length));
        expect(receiver.messages).toBe(starts.filter((start) => start <= at).length - 1);
      }),
    );
  });

  it('never gives a wrong frame when a length was changed', () => {
    const { bytes, starts } = seal(someFrames, 211);
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.boolean(), fc.integer({ min: 1, max: 255 }), (start, low, change) => {
        const changed = Buffer.from(bytes);
        const at = start + (low ? 1 : 0);
        changed[at] = (changed[at] as number) ^ change;
        const receiver = new Receiver().read(changed);
        receiver.reader.end();
        expect(receiver.closings).toHaveLength(1);
        expect(['decrypt-failed', 'stream-truncated']).toContain(receiver.closings[0]?.code);
        expect(receiver.frames).toEqual(someFrames.slice(0, receiver.frames.length));
      }),
    );
  });

  it('ends as truncated when it stops anywhere inside a message or a frame', () => {
    const { bytes } = seal([frame(1), frame(2)], 33);
    for (let length = 1; length < bytes.length; length++) {
      const receiver = new Receiver().read(bytes.subarray(0, length));
      receiver.reader.end();
      expect(receiver.closings).toEqual([{ code: 'stream-truncated' }]);
    }
  });

  it('is refused when messages are repeated, left out or exchanged', () => {
    const { bytes, starts } = seal(someFrames, 211);
    const message = (i: number) => bytes.subarray(starts[i], starts[i + 1]);
    for (const order of [
      [0, 0],
      [1, 0],
      [0, 2],
    ]) {
      const receiver = new Receiver().read(Buffer.concat(order.map(message)));
      expect(receiver.closings).toEqual([{ code: 'decrypt-failed' }]);
    }
  });

  it('is refused when a message is too short to say anything', () => {
    for (let length = 0; length <= 16; length++) {
      const receiver = new Receiver().read(Buffer.concat([Buffer.of(0, length), Buffer.alloc(length)]));
      expect(receiver.closings).toEqual([{ code: 'decrypt-failed' }]);
    }
  });

  it('is refused when an authentic message says nothing', () => {
    const { ciphertext, tag } = transport().seal(Buffer.alloc(0));
    const receiver = new Receiver().read(Buffer.concat([Buffer.of(0, 16), ciphertext, tag]));
    expect(receiver.closings).toEqual([{ code: 'decrypt-failed' }]);
  });

  it('delivers the frames before a malformed one, then ends with its code', () => {
    const tooLong = frame(3, 1001);
    const receiver = new Receiver().read(seal([frame(1), frame(2), tooLong, frame(4)], 65_519).bytes);
    expect(receiver.frames).toEqual([frame(1), frame(2)]);
    expect(receiver.closings).toEqual([
      { code: 'frame-too-long', command: 3, payloadBytes: 1001, maxPayloadBytes: 1000 },
    ]);
  });

  it('stops between two frames when a handler holds it, and goes on where it was', () => {
    const receiver = new Receiver();
    receiver.onFrame = (each) => {
      receiver.frames.push(each);
      receiver.reader.hold();
    };
    receiver.read(seal(someFrames, 65_519).bytes);
    receiver.reader.end();
    for (let delivered = 1; delivered < someFrames.length; delivered++) {
      expect(receiver.frames).toHaveLength(delivered);
      expect(receiver.closings).toEqual([]);
      receiver.reader.release();
    }
    receiver.reader.release();
    expect(receiver.frames).toEqual(someFrames);
    expect(receiver.closings).toEqual([{ code: 'closed-by-peer' }]);
  });

  it('ends with handler-failed when a handler throws, and calls it no more', () => {
    const receiver = new Receiver();
    receiver.onFrame = () => {
      throw new Error('spilt milk');
    };
    receiver.read(seal(someFrames, 65_519).bytes);
    expect(receiver.closings).toHaveLength(1);
    expect(receiver.closings[0]).toMatchObject({
      code: 'handler-failed',
      error: expect.stringContaining('spilt milk'),
    });
  });
});
