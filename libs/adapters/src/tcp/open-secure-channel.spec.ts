import { connect } from 'node:net';
import { type Hash, ZERO_HASH } from '#domain/primitives/hash';
import { channelOptions } from '../../../../test/support/tcp/channel-pair.ts';
import { facing, noiseOf, onTheWire, PREAMBLE, staticKeysOf } from '../../../../test/support/tcp/raw-handshake.ts';
import { destroySocketPairs, socketPair } from '../../../../test/support/tcp/socket-pair.ts';
import { HandshakeSocket } from './handshake-socket.ts';
import { proveIdentity } from './identity-proof.ts';
import { generateNodeIdentity } from './node-identity.ts';
import { openSecureChannel } from './open-secure-channel.ts';
import { encodePreamble, PREAMBLE_BYTES } from './preamble.ts';

const OTHER_GENESIS = '11'.repeat(32) as Hash;
const NO_PAYLOAD = Buffer.alloc(0);

describe('opening a channel', () => {
  afterEach(destroySocketPairs);

  it.each([
    ['preamble-magic', 'GET / HTTP/1.1\r\n', 1],
    ['preamble-version', encodePreamble(ZERO_HASH, 2), 2],
    ['preamble-genesis', encodePreamble(OTHER_GENESIS), 3],
  ])('ends with %s and says so to whoever sends another preamble', async (code, bytes, number) => {
    const { raw, opening, received, closed } = await facing('responder');
    raw.write(bytes);
    expect(await opening).toMatchObject({ ok: false, refusal: { code } });
    await closed;
    expect(received().toString('hex')).toBe(Buffer.concat([PREAMBLE, Buffer.of(0, 0, number)]).toString('hex'));
  });

  it('tells both sides of different chains which of their preambles is the matter', async () => {
    const [dialled, listening] = await socketPair();
    const results = await Promise.all([
      openSecureChannel(channelOptions(dialled, 'initiator', { genesisHash: OTHER_GENESIS })),
      openSecureChannel(channelOptions(listening, 'responder')),
    ]);
    expect(results).toEqual([
      { ok: false, refusal: { code: 'preamble-genesis', theirGenesisHash: ZERO_HASH } },
      { ok: false, refusal: { code: 'preamble-genesis', theirGenesisHash: OTHER_GENESIS } },
    ]);
  });

  it.each([
    [2, 'preamble-version'],
    [99, 'unknown'],
  ])('understands goodbye number %i of a side that refuses our preamble', async (number, reason) => {
    const { raw, opening } = await facing('initiator');
    raw.end(Buffer.concat([PREAMBLE, Buffer.of(0, 0, number)]));
    expect(await opening).toEqual({ ok: false, refusal: { code: 'preamble-refused', reason } });
  });

  it('works when every byte of the handshake arrives alone', async () => {
    const { raw, opening, receivedAtLeast } = await facing('responder');
    const identity = generateNodeIdentity();
    const noise = noiseOf('initiator', staticKeysOf(identity));
    const dribble = async (bytes: Buffer) => {
      for (const byte of bytes) await new Promise((resolve) => raw.write(Buffer.of(byte), resolve));
    };
    raw.setNoDelay(true);
    await dribble(Buffer.concat([PREAMBLE, onTheWire(noise.writeMessage(NO_PAYLOAD))]));
    const bytes = await receivedAtLeast(PREAMBLE_BYTES + 2 + 192);
    expect(noise.readMessage(bytes.subarray(PREAMBLE_BYTES + 2))).toHaveLength(96);
    await dribble(onTheWire(noise.writeMessage(proveIdentity(identity))));
    const result = await opening;
    expect(result).toMatchObject({ ok: true, value: { facts: { remotePeerId: identity.peerId } } });
    if (result.ok) await result.value.close();
  });

  it('refuses the recorded handshake of another session', async () => {
    const recorded: Buffer[] = [];
    const [dialled, listening] = await socketPair();
    const write = dialled.write.bind(dialled);
    dialled.write = (bytes: string | Uint8Array) => {
      recorded.push(Buffer.from(bytes as Uint8Array));
      return write(bytes);
    };
    const first = await Promise.all([
      openSecureChannel(channelOptions(dialled, 'initiator')),
      openSecureChannel(channelOptions(listening, 'responder')),
    ]);
    for (const result of first) if (result.ok) await result.value.close();
    expect(Buffer.concat(recorded).length).toBeGreaterThanOrEqual(PREAMBLE_BYTES + 34 + 162);
    const { raw, opening, closed } = await facing('responder');
    raw.write(Buffer.concat(recorded));
    expect(await opening).toEqual({ ok: false, refusal: { code: 'handshake-failed' } });
    await closed;
  });

  it.each([
    ['a message of another length', Buffer.concat([Buffer.of(0, 33), Buffer.alloc(33, 1)])],
    ['a message of the longest length', Buffer.of(0xff, 0xff)],
    ['a key of low order', onTheWire(Buffer.alloc(32))],
  ])('refuses %s at once, without a word', async (_, bytes) => {
    const { raw, opening, received, closed } = await facing('responder');
    raw.write(Buffer.concat([PREAMBLE, bytes]));
    expect(await opening).toEqual({ ok: false, refusal: { code: 'handshake-failed' } });
    await closed;
    expect(received()).toEqual(PREAMBLE);
  });

  it('gives one code and no answer for any changed bit of the third message', async () => {
    const identity = generateNodeIdentity();
    for (const position of [0, 31, 47, 48, 79, 143, 159]) {
      const { raw, opening, received, receivedAtLeast, closed } = await facing('responder');
      const noise = noiseOf('initiator', staticKeysOf(identity));
      raw.write(Buffer.concat([PREAMBLE, onTheWire(noise.writeMessage(NO_PAYLOAD))]));
      const bytes = await receivedAtLeast(PREAMBLE_BYTES + 2 + 192);
      noise.readMessage(bytes.subarray(PREAMBLE_BYTES + 2));
      const third = onTheWire(noise.writeMessage(proveIdentity(identity)));
      third[2 + position] = (third[2 + position] as number) ^ 1;
      raw.write(third);
      expect(await opening).toEqual({ ok: false, refusal: { code: 'handshake-failed' } });
      await closed;
      expect(received()).toEqual(bytes);
    }
  });

  it.each([0, 3, 20, PREAMBLE_BYTES, PREAMBLE_BYTES + 1, PREAMBLE_BYTES + 20])(
    'ends when the other side falls silent or leaves after %i bytes',
    async (length) => {
      const start = Buffer.concat([PREAMBLE, onTheWire(Buffer.alloc(32, 9))]).subarray(0, length);
      const silent = await facing('responder', { handshakeTimeoutMs: 100 });
      silent.raw.write(start);
      expect(await silent.opening).toEqual({
        ok: false,
        refusal: { code: 'handshake-timeout', handshakeTimeoutMs: 100 },
      });
      await silent.closed;
      const leaving = await facing('responder');
      leaving.raw.end(start);
      expect(await leaving.opening).toEqual({ ok: false, refusal: { code: 'connection-lost' } });
    },
  );

  it('gives a sender of one byte at a time no more time than all others', async () => {
    const { raw, opening, closed } = await facing('responder', { handshakeTimeoutMs: 200 });
    let sent = 0;
    const timer = setInterval(() => raw.write(PREAMBLE.subarray(sent, ++sent)), 20);
    expect(await opening).toMatchObject({ ok: false, refusal: { code: 'handshake-timeout' } });
    expect(sent).toBeLessThan(PREAMBLE.length);
    clearInterval(timer);
    await closed;
  });

  it('leaves a flood that comes before the handshake is done with the sender', async () => {
    const [raw, listening] = await socketPair();
    raw.on('error', () => undefined);
    const stream = new HandshakeSocket(listening, 5000);
    raw.write(Buffer.alloc(16_777_216, 1));
    expect(await stream.read(10)).toHaveLength(10);
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(stream.bytesIn).toBeLessThanOrEqual(65_536);
    stream.abandon();
    raw.destroy();
  });

  it('reports a peer that cannot be reached', async () => {
    const [dialled] = await socketPair();
    const port = dialled.localPort as number;
    dialled.destroy();
    const result = await openSecureChannel(channelOptions(connect(port, '127.0.0.1'), 'initiator'));
    expect(result).toEqual({ ok: false, refusal: { code: 'connection-lost', errno: 'ECONNREFUSED' } });
  });
});
