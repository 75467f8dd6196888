import fc from 'fast-check';
import { type Frame, FrameFlag } from '#adapters/tcp/frame';
import { OutgoingFrames } from '#adapters/tcp/outgoing-frames';
import { REQUEST_CODECS } from '#adapters/wire/protocol';
import { COMMANDS } from '#domain/peer-network/commands';
import { ZERO_HASH } from '#domain/primitives/hash';
import { mutationsOf } from '../mutations.ts';
import { MESSAGE_KINDS } from '../wire/message-arbitraries.ts';
import type { Attack, Target } from './attack.ts';
import { RawLine } from './raw-line.ts';

const HOLD_MS = 8_000;
const REQUESTS_UNREAD = 120;
const BYTE_EVERY_MS = 100;
const MUTATED_FRAMES = 8;

/** What is done with the bytes of a session by somebody who was let in. */
export const SESSION_ATTACKS: readonly Attack[] = [
  { name: 'slow readers', attackers: 4, pauseMs: 50, once: (target) => inSession(target, readNothing) },
  { name: 'slow writers in session', attackers: 2, pauseMs: 50, once: (target) => inSession(target, dribble) },
  { name: 'resets mid-frame', attackers: 2, pauseMs: 50, once: (target) => inSession(target, resetMidFrame) },
  { name: 'malformed frames', attackers: 1, pauseMs: 50, once: (target) => inSession(target, malformed) },
  { name: 'mutated frames', attackers: 2, pauseMs: 50, once: (target) => inSession(target, mutated) },
  { name: 'frames above their cap', attackers: 1, pauseMs: 50, once: (target) => inSession(target, tooLong) },
  { name: 'changed messages', attackers: 1, pauseMs: 50, once: (target) => inSession(target, changed) },
];

async function inSession(target: Target, act: (line: RawLine, target: Target) => Promise<string>): Promise<string> {
  const line = await RawLine.greeted(target);
  return line === undefined ? 'not welcome' : act(line, target);
}

/** Asks for as much as it may, and takes nothing of it. */
async function readNothing(line: RawLine, { network }: Target): Promise<string> {
  line.socket.pause();
  const payload = REQUEST_CODECS.GETHEADERS.encode({ locator: [network.genesisHash], stop: ZERO_HASH });
  for (let correlation = 2; correlation < REQUESTS_UNREAD; correlation++) {
    line.send({ command: COMMANDS.GETHEADERS, flags: FrameFlag.request, correlation, payload });
  }
  return line.ending(HOLD_MS);
}

/** One byte at a time of a message that never ends. */
async function dribble(line: RawLine): Promise<string> {
  const bytes = line.peer.sealPlaintext(new Uint8Array(60_000));
  let sent = 0;
  const timer = setInterval(() => line.socket.write(bytes.subarray(sent, ++sent)), BYTE_EVERY_MS);
  return line.ending(HOLD_MS).finally(() => clearInterval(timer));
}

async function resetMidFrame(line: RawLine): Promise<string> {
  const header = frameHeader(4_000, COMMANDS.BRCHEESE, FrameFlag.request);
  line.socket.write(line.peer.sealPlaintext(Buffer.concat([header, Buffer.alloc(1_000)])));
  await new Promise((resolve) => setTimeout(resolve, 20));
  line.socket.resetAndDestroy();
  return 'left';
}

function malformed(line: RawLine): Promise<string> {
  line.send({ command: COMMANDS.GETHEADERS, flags: FrameFlag.request, correlation: 9, payload: new Uint8Array(5) });
  return line.ending(HOLD_MS);
}

const realFrames = MESSAGE_KINDS.map(({ name, codec, message }) => {
  const flags = { request: FrameFlag.request, response: FrameFlag.response, 'one-way': FrameFlag.oneWay };
  const [command, flag] = name.replace(')', '').split(' (') as [keyof typeof COMMANDS, keyof typeof flags];
  return message.map((sent): Uint8Array => {
    const frame = { command: COMMANDS[command], flags: flags[flag], correlation: 7, payload: codec.encode(sent) };
    return bytesOf(frame);
  });
});
const mutations = mutationsOf(fc.oneof(...realFrames));

function mutated(line: RawLine): Promise<string> {
  for (const bytes of fc.sample(mutations, MUTATED_FRAMES)) {
    if (bytes.length > 0) line.socket.write(line.peer.sealPlaintext(bytes));
  }
  return line.ending(2_000);
}

function tooLong(line: RawLine): Promise<string> {
  line.socket.write(line.peer.sealPlaintext(frameHeader(0xffff_ffff, COMMANDS.GETCHAIN, FrameFlag.request)));
  return line.ending(HOLD_MS);
}

/** What comes from somebody between the two. */
function changed(line: RawLine, { network }: Target): Promise<string> {
  const payload = REQUEST_CODECS.HCK.encode({ height: 0, tipHash: network.genesisHash, totalWork: 2n });
  const bytes = line.peer.seal({ command: COMMANDS.HCK, flags: FrameFlag.request, correlation: 3, payload });
  bytes[20] = (bytes[20] as number) ^ 1;
  line.socket.write(bytes);
  return line.ending(HOLD_MS);
}

function frameHeader(payloadBytes: number, command: number, flags: number): Buffer {
  const header = Buffer.alloc(10);
  header.writeUInt32LE(payloadBytes, 0);
  header.set([command, flags], 4);
  return header;
}

function bytesOf(frame: Frame): Buffer {
  const outgoing = new OutgoingFrames();
  outgoing.push(frame);
  const bytes = Buffer.alloc(outgoing.bytes);
  outgoing.fill(bytes);
  return bytes;
}
