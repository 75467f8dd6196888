import fc from 'fast-check';
import { FrameFlag } from '#adapters/tcp/frame';
import { OutgoingFrames } from '#adapters/tcp/outgoing-frames';
import { COMMANDS } from '#domain/peer-network/commands';
import { ENCRYPTED_PORT, exampleCapture, PLAINTEXT_PORT } from '#test/docs/example-capture';
import { protocolExamples } from '#test/docs/protocol-examples';
import { mutationsOf } from '#test/mutations';
import { CaptureFile, type Said } from '#test/wire/capture-file';
import { MESSAGE_KINDS, type MessageKind } from '#test/wire/message-arbitraries';
import { expectedFields, seenFields } from '#test/wireshark/expected-fields';
import { type Dissection, dissect, ensureTshark, type SeenField } from '#test/wireshark/tshark';

const SAMPLES_OF_A_KIND = 4;
const MUTATIONS = 600;

/** A frame of this kind with this message, as it stands before encryption. */
function frameOf({ name, codec }: MessageKind, message: unknown): Buffer {
  const flags = { request: FrameFlag.request, response: FrameFlag.response, 'one-way': FrameFlag.oneWay };
  const [command, flag] = name.replace(')', '').split(' (') as [keyof typeof COMMANDS, keyof typeof flags];
  const outgoing = new OutgoingFrames();
  const payload = codec.encode(message);
  outgoing.push({ command: COMMANDS[command], flags: flags[flag], correlation: 7, payload });
  const bytes = Buffer.alloc(outgoing.bytes);
  outgoing.fill(bytes);
  return bytes;
}

const samples = MESSAGE_KINDS.flatMap((kind) =>
  fc
    .sample(kind.message, { numRuns: SAMPLES_OF_A_KIND, seed: 5 })
    .map((message) => ({ name: kind.name, message, bytes: frameOf(kind, message) })),
);
const showOf = (fields: readonly SeenField[] | undefined, name: string) =>
  fields?.filter((field) => field.name === name).map(({ show }) => show);
const client = (bytes: Uint8Array): Said => ({ by: 'client', bytes });

function expectNoFault({ text }: Dissection): void {
  expect(/Lua Error.*/i.exec(text)?.[0]).toBeUndefined();
  expect(text).not.toMatch(/lua:\d+:/);
}

const suite = ensureTshark() ? describe : undefined;
if (suite === undefined) {
  process.stderr.write('\nLEFT OUT: the Wireshark dissector is not checked, since there is no tshark here.\n');
  it('the Wireshark dissector is not checked where there is no tshark', () => undefined);
}

suite?.('the Wireshark dissector', () => {
  it('names every example of docs/protocol.md and reads its fields', async () => {
    const dissection = await dissect(exampleCapture());
    expectNoFault(dissection);
    expect(dissection.text).not.toMatch(/message-malformed|frame-too-long|frame-flags/);
    const { packets } = dissection;
    const commands = packets.flatMap((fields) => showOf(fields, 'frame.command') ?? []);
    expect(commands.map(Number)).toEqual([0, 1, 3, 20, 23, 9, 200, 25, 11]);
    const ofCommand = (number: number) =>
      packets.find((fields) => showOf(fields, 'frame.command')?.[0] === `${number}`);
    expect(showOf(ofCommand(0), 'agent')).toEqual(['example/1']);
    expect(showOf(ofCommand(1), 'host')).toEqual(['', '192.0.2.7']);
    expect(showOf(ofCommand(3), 'height')).toEqual(['7']);
    expect(showOf(ofCommand(23), 'index')).toEqual(['0', '2']);
    expect([showOf(ofCommand(9), 'outcome'), showOf(ofCommand(9), 'code')]).toEqual([['5'], ['block-too-large']]);
    expect([showOf(ofCommand(200), 'frame.flags'), showOf(ofCommand(200), 'code')]).toEqual([
      ['4'],
      ['command-unknown'],
    ]);
    expect([showOf(ofCommand(25), 'port'), showOf(ofCommand(25), 'sequence')]).toEqual([['9009'], ['1800000000']]);
    expect(showOf(ofCommand(11), 'code')).toEqual(['leaving']);
    const examples = protocolExamples();
    const valuesOf = (name: string) =>
      packets.flatMap((fields) => fields.filter((field) => field.name === name).map(({ value }) => value));
    expect(valuesOf('preamble.genesisHash')).toEqual(new Array(4).fill(examples['The preamble']?.slice(12)));
    expect(valuesOf('noise')).toEqual([
      examples['Message 1'],
      examples['Message 2'],
      examples['Message 3'],
      examples["The initiator's first message after it"],
    ]);
    expect(packets.flatMap((fields) => showOf(fields, 'goodbye.reason') ?? [])).toEqual(['3']);
  }, 300_000);

  it('reads every field of messages of every command, however they are cut into segments', async () => {
    const said = samples.map(({ bytes }) => client(bytes));
    const apart = await dissect(new CaptureFile().connection(PLAINTEXT_PORT, said).bytes());
    expectNoFault(apart);
    expect(apart.text).not.toMatch(/message-malformed|frame-too-long|frame-flags/);
    expect(apart.packets).toHaveLength(samples.length);
    for (const [index, { name, message }] of samples.entries()) {
      const expected = expectedFields(message);
      expect([name, ...seenFields(apart.packets[index] ?? [], expected)]).toEqual([name, ...expected]);
    }
    const stream = Buffer.concat(samples.map(({ bytes }) => bytes));
    const together = await dissect(new CaptureFile().connection(PLAINTEXT_PORT, [client(stream)]).bytes());
    expectNoFault(together);
    expect(together.packets.flat().map(({ value }) => value)).toEqual(apart.packets.flat().map(({ value }) => value));
  }, 300_000);

  it('survives frames and handshakes that were changed or cut, says what is wrong, and reads the next connection', async () => {
    const capture = new CaptureFile();
    const frames = fc.constantFrom(...samples.map(({ bytes }) => bytes as Uint8Array));
    for (const bytes of fc.sample(mutationsOf(frames), { numRuns: MUTATIONS, seed: 9 })) {
      capture.connection(PLAINTEXT_PORT, [client(bytes)]);
    }
    const examples = protocolExamples();
    const handshake = Buffer.from(`${examples['The preamble']}${examples['Message 1']}${examples['Message 3']}`, 'hex');
    for (const bytes of fc.sample(mutationsOf(fc.constant(handshake as Uint8Array)), { numRuns: MUTATIONS, seed: 9 })) {
      capture.connection(ENCRYPTED_PORT, [client(bytes)]);
    }
    const tooLong = Buffer.from('ffffffff0301000000000102030405060708090a0b0c', 'hex');
    capture.connection(PLAINTEXT_PORT, [client(tooLong)]);
    capture.connection(PLAINTEXT_PORT, [client(Buffer.from(examples['A goodbye'] as string, 'hex'))]);
    const dissection = await dissect(capture.bytes());
    expectNoFault(dissection);
    for (const code of ['message-malformed', 'frame-too-long', 'frame-flags']) expect(dissection.text).toContain(code);
    expect(showOf(dissection.packets.at(-1), 'code')).toEqual(['leaving']);
  }, 300_000);
});
