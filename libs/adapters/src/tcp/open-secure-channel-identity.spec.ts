import type { PeerId } from '#domain/peer-network/peer-id';
import { channelOptions } from '../../../../test/support/tcp/channel-pair.ts';
import { ChannelRecorder } from '../../../../test/support/tcp/channel-recorder.ts';
import { facing, noiseOf, onTheWire, PREAMBLE, staticKeysOf } from '../../../../test/support/tcp/raw-handshake.ts';
import { destroySocketPairs, socketPair } from '../../../../test/support/tcp/socket-pair.ts';
import { until } from '../../../../test/support/until.ts';
import { proveIdentity } from './identity-proof.ts';
import { generateNodeIdentity } from './node-identity.ts';
import { openSecureChannel } from './open-secure-channel.ts';
import { PREAMBLE_BYTES } from './preamble.ts';
import { generateX25519KeyPair, type X25519KeyPair } from './x25519.ts';

/** Answers an honest initiator with this static key and identity payload; gives what the initiator then says. */
async function impersonate(staticKeys: X25519KeyPair, payload: Uint8Array, expectedPeerId: PeerId) {
  const { raw, opening, received, receivedAtLeast, closed } = await facing('initiator', { expectedPeerId });
  const noise = noiseOf('responder', staticKeys);
  raw.write(PREAMBLE);
  const bytes = await receivedAtLeast(PREAMBLE_BYTES + 2 + 32);
  noise.readMessage(bytes.subarray(PREAMBLE_BYTES + 2));
  raw.write(onTheWire(noise.writeMessage(payload)));
  const result = await opening;
  await closed;
  return { result, said: received().length - bytes.length };
}

describe('opening a channel, who is at the other end', () => {
  afterEach(destroySocketPairs);

  it('refuses a peer that shows the identity of somebody else, and tells it nothing', async () => {
    const stolen = proveIdentity(generateNodeIdentity());
    const victim = generateNodeIdentity();
    const { result, said } = await impersonate(generateX25519KeyPair(), stolen, victim.peerId);
    expect(result).toEqual({ ok: false, refusal: { code: 'identity-proof' } });
    expect(said).toBe(0);
  });

  it('refuses whoever answers in the place of the peer that was dialled, before naming itself', async () => {
    const [dialled, answering] = [generateNodeIdentity(), generateNodeIdentity()];
    const { result, said } = await impersonate(staticKeysOf(answering), proveIdentity(answering), dialled.peerId);
    const refusal = { code: 'peer-id-mismatch', expectedPeerId: dialled.peerId, peerId: answering.peerId };
    expect(result).toEqual({ ok: false, refusal });
    expect(said).toBe(0);
  });

  it('refuses a session with itself', async () => {
    const identity = generateNodeIdentity();
    const [dialled, listening] = await socketPair();
    const results = await Promise.all([
      openSecureChannel(channelOptions(dialled, 'initiator', { identity })),
      openSecureChannel(channelOptions(listening, 'responder', { identity })),
    ]);
    expect(results[0]).toEqual({ ok: false, refusal: { code: 'peer-is-self' } });
    expect(results[1]).toMatchObject({ ok: false, refusal: { code: 'connection-lost' } });
  });

  it('shows an observer neither who the two are nor what they say', async () => {
    const [dialled, listening] = await socketPair();
    const identities = [generateNodeIdentity(), generateNodeIdentity()] as const;
    const opening = Promise.all([
      openSecureChannel(channelOptions(dialled, 'initiator', { identity: identities[0] })),
      openSecureChannel(channelOptions(listening, 'responder', { identity: identities[1] })),
    ]);
    const seen: Buffer[] = [];
    for (const socket of [dialled, listening]) socket.on('data', (chunk: Buffer) => seen.push(Buffer.from(chunk)));
    const [a, b] = await opening;
    if (!a.ok || !b.ok) throw new Error('no channel');
    const recorders = [new ChannelRecorder(a.value), new ChannelRecorder(b.value)];
    const payload = Buffer.from('a secret recipe for a cheese without holes');
    a.value.send({ command: 1, flags: 8, correlation: 0, payload });
    await until(() => recorders[1]?.frames.length === 1);
    const bytes = Buffer.concat(seen);
    expect(bytes.length).toBe(a.value.bytesIn + a.value.bytesOut);
    expect(bytes.includes(payload)).toBe(false);
    for (const identity of identities) {
      expect(bytes.includes(Buffer.from(identity.identityPublicKey))).toBe(false);
      expect(bytes.includes(Buffer.from(identity.staticPublicKey))).toBe(false);
    }
    await a.value.close();
  });
});
