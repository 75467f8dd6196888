import { channelPair } from '../../../../test/support/tcp/channel-pair.ts';
import { ChannelRecorder } from '../../../../test/support/tcp/channel-recorder.ts';
import { until } from '../../../../test/support/until.ts';
import { type Frame, FrameFlag } from './frame.ts';
import { generateNodeIdentity } from './node-identity.ts';

const frame = (command: number, payload: Uint8Array, correlation = 0): Frame => ({
  command,
  flags: FrameFlag.oneWay,
  correlation,
  payload,
});

describe('a secure channel', () => {
  it('carries frames both ways between two proved identities', async () => {
    const [alice, bob] = [generateNodeIdentity(), generateNodeIdentity()];
    const [a, b] = await channelPair({ identity: alice, expectedPeerId: bob.peerId }, { identity: bob });
    expect(a.facts.remotePeerId).toBe(bob.peerId);
    expect(b.facts.remotePeerId).toBe(alice.peerId);
    expect(a.facts.handshakeHash).toEqual(b.facts.handshakeHash);
    const [atA, atB] = [new ChannelRecorder(a), new ChannelRecorder(b)];
    expect(a.send(frame(3, Buffer.from('brie'), 7))).toBe(true);
    expect(b.send(frame(4, Buffer.alloc(200_000, 5)))).toBe(true);
    await until(() => atA.frames.length === 1 && atB.frames.length === 1);
    expect(atB.frames[0]).toEqual(frame(3, new Uint8Array(Buffer.from('brie')), 7));
    expect(atA.frames[0]).toEqual(frame(4, new Uint8Array(200_000).fill(5)));
    await a.close(frame(11, new Uint8Array(1)));
    expect(await atB.closing).toEqual({ code: 'closed-by-peer' });
    expect(await atA.closing).toEqual({ code: 'closed-here' });
    expect(atB.frames[1]?.command).toBe(11);
    expect(a.bytesOut).toBe(b.bytesIn);
    expect(b.bytesOut).toBe(a.bytesIn);
  });
});
