import fc from 'fast-check';
import { type Frame, FrameFlag } from '#adapters/tcp/frame';
import { FrameDecoder } from '#adapters/tcp/frame-decoder';
import { OutgoingFrames } from '#adapters/tcp/outgoing-frames';
import type { MessageCodec } from '#adapters/wire/message-codec';
import { commandOf, maxPayloadBytes, ONE_WAY_CODECS, REQUEST_CODECS, RESPONSE_CODECS } from '#adapters/wire/protocol';
import { COMMANDS } from '#domain/peer-network/commands';
import { MESSAGE_KINDS } from '#test/wire/message-arbitraries';

const FRAMES = 1_000_000;
const SAMPLES_OF_A_KIND = 40;
const MAX_HEAP_GROWTH_BYTES = 67_108_864;

type Codecs = Readonly<Record<string, MessageCodec<unknown> | undefined>>;

/** Frames as peers send them, of every kind. */
function realFrames(): Uint8Array[] {
  const flags = { request: FrameFlag.request, response: FrameFlag.response, 'one-way': FrameFlag.oneWay };
  return MESSAGE_KINDS.flatMap(({ name, codec, message }) => {
    const [command, flag] = name.replace(')', '').split(' (') as [keyof typeof COMMANDS, keyof typeof flags];
    return fc.sample(message, { numRuns: SAMPLES_OF_A_KIND, seed: 1 }).map((sent) => {
      const payload = codec.encode(sent);
      return bytesOf({ command: COMMANDS[command], flags: flags[flag], correlation: 1, payload });
    });
  });
}

function bytesOf(frame: Frame): Uint8Array {
  const outgoing = new OutgoingFrames();
  outgoing.push(frame);
  const bytes = Buffer.alloc(outgoing.bytes);
  outgoing.fill(bytes);
  return bytes;
}

/** What a session would decode a frame with. */
function codecOf({ command, flags }: Frame): MessageCodec<unknown> | undefined {
  const tables: Codecs = flags === FrameFlag.request ? REQUEST_CODECS : {};
  const answers: Codecs = flags === FrameFlag.response ? RESPONSE_CODECS : {};
  const messages: Codecs = flags === FrameFlag.oneWay ? ONE_WAY_CODECS : {};
  const name = commandOf(command) ?? '';
  return tables[name] ?? answers[name] ?? messages[name];
}

/** Marsaglia's xorshift32: the same numbers in every run, and nine of them for each frame cost nothing. */
function xorshift(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

describe('a million frames, each changed somewhere', () => {
  it('are taken or refused, never crash anything, and leave no memory behind', () => {
    const [frames, numbers] = [realFrames(), xorshift(7)];
    const outcomes = { refusedFrame: 0, incomplete: 0, taken: 0, malformed: 0, ofNoCodec: 0 };
    const heapBefore = process.memoryUsage().heapUsed;
    for (let count = 0; count < FRAMES; count++) {
      const frame = Uint8Array.from(frames[numbers() % frames.length] as Uint8Array);
      for (let changes = 1 + (count % 3); changes > 0; changes--) frame[numbers() % frame.length] = numbers() & 0xff;
      const found: Frame[] = [];
      const refusal = new FrameDecoder(maxPayloadBytes).push(frame, (each) => found.push(each));
      if (refusal !== undefined) outcomes.refusedFrame++;
      if (refusal === undefined && found.length === 0) outcomes.incomplete++;
      for (const each of found) {
        const codec = codecOf(each);
        if (codec === undefined) outcomes.ofNoCodec++;
        else outcomes[codec.decode(each.payload).ok ? 'taken' : 'malformed']++;
      }
    }
    expect(process.memoryUsage().heapUsed - heapBefore).toBeLessThan(MAX_HEAP_GROWTH_BYTES);
    // All ways out were tried, each many times.
    for (const times of Object.values(outcomes)) expect(times).toBeGreaterThan(1_000);
  }, 300_000);
});
