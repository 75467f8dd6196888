import { COMMANDS } from '#domain/peer-network/commands';
import { accepted } from '#domain/primitives/result';
import { rawPeerAndSession, STATUS } from '#test/tcp/session-pair';
import { destroySocketPairs } from '#test/tcp/socket-pair';
import { until } from '#test/until';
import { codeCodec } from '../wire/plain.messages.ts';
import { REQUEST_CODECS, RESPONSE_CODECS } from '../wire/protocol.ts';
import { type Frame, FrameFlag } from './frame.ts';
import { FrameDecoder } from './frame-decoder.ts';
import { MAX_QUEUED_WRITE_BYTES } from './open-secure-channel.ts';
import { MAX_REQUESTS_IN_PROGRESS } from './session-limits.ts';

const TIMEOUT_MS = 5_000;
const NOTHING = new Uint8Array(0);
const hck = (correlation: number): Frame => ({
  command: COMMANDS.HCK,
  flags: FrameFlag.request,
  correlation,
  payload: REQUEST_CODECS.HCK.encode(STATUS),
});
const ack = accepted({ command: 'HCKACK', ...STATUS } as const);

function framesOf(plaintext: Buffer): Frame[] {
  const frames: Frame[] = [];
  new FrameDecoder(() => 16_777_216).push(plaintext, (frame) => frames.push(frame));
  return frames;
}

const codeOf = ({ payload }: Frame): unknown => {
  const decoded = codeCodec.decode(payload);
  return decoded.ok ? decoded.value.code : decoded;
};

describe('a session with a peer that breaks the rules', () => {
  afterEach(destroySocketPairs);

  it('answers a command that it does not know with an error, and lives', async () => {
    const [raw, { handlers, session }] = await rawPeerAndSession();
    handlers.answer = async () => ack;
    const unknown = { command: 200, flags: FrameFlag.request, correlation: 5, payload: new Uint8Array(1024) };
    const noRequest = { command: COMMANDS.HEADERS, flags: FrameFlag.request, correlation: 6, payload: NOTHING };
    raw.socket.write(raw.seal(unknown, noRequest, hck(7)));
    await until(() => handlers.requests.length === 1);
    session.disconnect('done');
    const [first, second, third] = framesOf(await raw.readToEnd());
    expect([first, second].map((frame) => [frame?.command, frame?.flags, frame?.correlation])).toEqual([
      [200, FrameFlag.error, 5],
      [COMMANDS.HEADERS, FrameFlag.error, 6],
    ]);
    expect([first, second].map((frame) => codeOf(frame as Frame))).toEqual([
      'command-unknown',
      'command-not-a-request',
    ]);
    expect(third).toMatchObject({ command: COMMANDS.HCKACK, flags: FrameFlag.response, correlation: 7 });
  });

  it('never answers responses, errors and messages', async () => {
    const [raw, { handlers, session }] = await rawPeerAndSession();
    handlers.answer = async () => ack;
    const never = [FrameFlag.response, FrameFlag.error, FrameFlag.oneWay].flatMap((flags) =>
      [COMMANDS.HCK, COMMANDS.HCKACK, COMMANDS.GETCHAIN, 200].map((command) => ({
        command,
        flags,
        correlation: 9,
        payload: Uint8Array.of(1, 2, 3),
      })),
    );
    raw.socket.write(raw.seal(...never, hck(7)));
    await until(() => handlers.requests.length === 1);
    session.disconnect('done');
    const frames = framesOf(await raw.readToEnd());
    expect(frames.map(({ command, correlation }) => [command, correlation])).toEqual([
      [COMMANDS.HCKACK, 7],
      [COMMANDS.DISCONNECT, 0],
    ]);
  });

  it.each([
    ['a request', { command: COMMANDS.HCK, flags: FrameFlag.request, correlation: 3, payload: new Uint8Array(3) }],
    ['a message', { command: COMMANDS.ADDRESSES, flags: FrameFlag.oneWay, correlation: 0, payload: new Uint8Array(3) }],
  ] as const)('leaves after %s that is malformed, and says why', async (_name, frame) => {
    const [raw, { handlers }] = await rawPeerAndSession();
    raw.socket.write(raw.seal(frame, hck(7)));
    const frames = framesOf(await raw.readToEnd());
    expect(frames.at(-1)).toMatchObject({ command: COMMANDS.DISCONNECT, flags: FrameFlag.oneWay });
    expect(new Set(frames.map(codeOf))).toEqual(new Set(['message-malformed']));
    expect(frames.length).toBe(frame.flags === FrameFlag.request ? 2 : 1);
    expect(handlers.closings.map(({ reason }) => reason)).toEqual(['message-malformed']);
    expect(handlers.requests).toEqual([]);
  });

  it.each([
    ['malformed', { command: COMMANDS.HCKACK, flags: FrameFlag.response, payload: new Uint8Array(3) }],
    [
      'of another command',
      { command: COMMANDS.BRTRANSACTIONACK, flags: FrameFlag.response, payload: new Uint8Array(4) },
    ],
    ['of no command', { command: 200, flags: FrameFlag.response, payload: NOTHING }],
    ['an error that is none', { command: COMMANDS.HCK, flags: FrameFlag.error, payload: new Uint8Array(3) }],
  ] as const)('leaves after an answer that is %s', async (_name, frame) => {
    const [raw, { handlers, session }] = await rawPeerAndSession();
    const asked = session.request('HCK', STATUS, TIMEOUT_MS);
    raw.socket.write(raw.seal({ ...frame, correlation: 1 }));
    const answer = await asked;
    expect(answer).toMatchObject({ ok: false, refusal: { code: 'request-malformed-answer', command: 'HCK' } });
    await until(() => handlers.closings.length === 1);
    expect(handlers.closings[0]?.reason).toBe('message-malformed');
  });

  it('leaves after a payload above the cap of its command, before it has come', async () => {
    const [raw, { handlers }] = await rawPeerAndSession();
    const header = Buffer.alloc(10);
    header.writeUInt32LE(77, 0);
    header.set([COMMANDS.DISCONNECT, FrameFlag.oneWay], 4);
    raw.socket.write(raw.sealPlaintext(header));
    const frames = framesOf(await raw.readToEnd());
    expect(frames.map(codeOf)).toEqual(['frame-too-long']);
    expect(handlers.closings.map(({ reason }) => reason)).toEqual(['frame-too-long']);
  });

  it('does not let a peer blame it with a goodbye: the code is marked as the peer’s', async () => {
    const [raw, { handlers }] = await rawPeerAndSession();
    const payload = codeCodec.encode({ code: 'message-malformed' });
    raw.socket.write(raw.seal({ command: COMMANDS.DISCONNECT, flags: FrameFlag.oneWay, correlation: 0, payload }));
    await until(() => handlers.closings.length === 1);
    expect(handlers.closings[0]?.reason).toBe('closed-by-peer: message-malformed');
  });

  it('works on a bounded number of requests at once, and on the rest when these are done', async () => {
    const [raw, { handlers, session }] = await rawPeerAndSession();
    const waiting: (() => void)[] = [];
    handlers.answer = async () => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return ack;
    };
    const count = 3 * MAX_REQUESTS_IN_PROGRESS;
    const all = [...new Array(count).keys()].map((correlation) => hck(correlation + 1));
    raw.socket.write(raw.seal(...all));
    await until(() => waiting.length === MAX_REQUESTS_IN_PROGRESS);
    // Whatever else was read by now would be with the handlers after some turns of the event loop.
    for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
    expect(handlers.requests.length).toBe(MAX_REQUESTS_IN_PROGRESS);
    handlers.answer = async () => ack;
    for (const answer of waiting) answer();
    await until(() => handlers.requests.length === count);
    session.disconnect('done');
    expect(framesOf(await raw.readToEnd()).filter(({ flags }) => flags === FrameFlag.response).length).toBe(count);
  });

  it('makes no long answer for a peer that does not read the last ones, and all when it reads', async () => {
    const [raw, { handlers, channel, session }] = await rawPeerAndSession();
    const blocks = [new Uint8Array(4_000_000)];
    handlers.answer = async () => accepted({ command: 'GETCHAINACK', blocks });
    const payload = REQUEST_CODECS.GETCHAIN.encode({ hashes: [] });
    const asked = [...new Array(12).keys()].map((correlation) => ({
      command: COMMANDS.GETCHAIN,
      flags: FrameFlag.request,
      correlation,
      payload,
    }));
    raw.socket.write(raw.seal(...asked));
    let mostQueued = 0;
    const watch = (): void => {
      mostQueued = Math.max(mostQueued, channel.queuedBytes);
    };
    await until(() => {
      watch();
      return channel.queuedBytes > 1_048_576;
    });
    for (let i = 0; i < 50; i++) {
      await new Promise((resolve) => setImmediate(resolve));
      watch();
    }
    expect(handlers.requests.length).toBeLessThan(6);
    expect(mostQueued).toBeLessThan(MAX_QUEUED_WRITE_BYTES);
    void until(() => handlers.requests.length === 12 && channel.queuedBytes === 0).then(() =>
      session.disconnect('done'),
    );
    const answers = framesOf(await raw.readToEnd()).filter(({ flags }) => flags === FrameFlag.response);
    expect(answers.length).toBe(12);
    expect(RESPONSE_CODECS.GETCHAINACK.decode(answers[11]?.payload as Uint8Array)).toMatchObject({ ok: true });
  });

  it('reads no more of a peer that does not read what it is refused', async () => {
    const [raw, { channel }] = await rawPeerAndSession();
    const unknown = { command: 200, flags: FrameFlag.request, correlation: 5, payload: NOTHING } as const;
    const flood = new Array<Frame>(6_000).fill(unknown);
    for (let message = 0; message < 100; message++) raw.socket.write(raw.seal(...flood));
    await until(() => channel.queuedBytes > 1_048_576 || !channel.isOpen, 60_000);
    let mostQueued = 0;
    for (let turn = 0; turn < 200; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      mostQueued = Math.max(mostQueued, channel.queuedBytes);
    }
    expect([channel.isOpen, mostQueued < 2_097_152]).toEqual([true, true]);
    // Each refusal comes when the peer reads on.
    let refusals = 0;
    raw.socket.on('data', (chunk: Buffer) => {
      refusals += chunk.length;
    });
    raw.socket.resume();
    await until(() => refusals > 100 * flood.length * 29, 60_000);
    raw.socket.destroy();
  });
});
