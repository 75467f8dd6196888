import { memoryEndpoint } from '#test/memory-node';
import type { BarePeer } from '#test/tracker/bare-peer';
import { TRACKER_SEED } from '#test/tracker/test-tracker';
import { TrackerWorld } from '#test/tracker/tracker-world';
import { SESSION_MESSAGES } from './session-budget.ts';
import { JOIN_TIMEOUT_MS } from './unjoined-sessions.ts';

const refusedWith = (reason: string) => ({ ok: false, refusal: { code: 'request-refused', reason } });

describe('joining a tracker', () => {
  it('confirms the id that the handshake has proven, and tells the peer how it is seen', async () => {
    const world = await TrackerWorld.open();
    const peer = await world.dialledIn(1);
    const welcome = await world.inTime(peer.greet());
    expect(welcome).toEqual({
      ok: true,
      value: {
        command: 'TCONNECTACK',
        peerId: peer.signer.peerId,
        seenAs: memoryEndpoint(1),
        ticket: expect.any(Uint8Array),
      },
    });
    expect(world.place.tracker.registry.get(peer.signer.peerId)).toMatchObject({ agent: 'bare peer', height: 7 });
  });

  it('comes before everything else: who has not joined is told so once, and refused each time', async () => {
    const world = await TrackerWorld.open();
    const peer = await world.dialledIn(1);
    expect(await world.toldTo(peer)).toBe('peer-unknown');
    expect(await world.toldTo(peer)).toBe('peer-unknown');
    const status = { height: 0, tipHash: world.place.tracker.status.tipHash, totalWork: 0n };
    expect(await world.inTime(peer.session.request('HCK', status, 5_000))).toMatchObject(refusedWith('peer-unknown'));
    peer.offer();
    await world.pass(200);
    expect(peer.heard).toEqual(['INVALIDPEERID']);
    expect(world.place.tracker.registry.size).toBe(0);
    await world.inTime(peer.greet());
    expect(await world.toldTo(peer)).toEqual([]);
  });

  it('has to happen in half a minute', async () => {
    const world = await TrackerWorld.open();
    const peer = await world.dialledIn(1);
    await world.pass(JOIN_TIMEOUT_MS - 1_000);
    expect([peer.session.closed, world.place.tracker.unjoinedSessions]).toEqual([false, 1]);
    await world.pass(2_000);
    expect([peer.session.closed, world.place.tracker.unjoinedSessions]).toEqual([true, 0]);
  });

  it('is refused when the registry is full, until somebody leaves', async () => {
    const world = await TrackerWorld.open({ maxPeers: 2 });
    const first = await world.joined(1);
    await world.joined(2);
    const third = await world.dialledIn(3);
    expect(await world.inTime(third.greet())).toMatchObject(refusedWith('tracker-full'));
    first.session.disconnect('leaving');
    await world.pass(100);
    expect((await world.inTime(third.greet())).ok).toBe(true);
  });

  it('again on a new session ends the older one and keeps the peer on the lists', async () => {
    const world = await TrackerWorld.open();
    const peer = await world.joined(1);
    const older = peer.session;
    await world.inTime(peer.join());
    await world.pass(200);
    expect([older.closed, peer.session.closed]).toEqual([true, false]);
    expect(world.listed()).toEqual([peer.endpoint.host]);
    expect(world.place.happened.filter(({ kind }) => kind === 'delisted')).toEqual([]);
  });

  it('is not for the tracker itself', async () => {
    const world = await TrackerWorld.open();
    const itself = await world.dialledIn(TRACKER_SEED, memoryEndpoint(1));
    expect(await world.inTime(itself.greet())).toMatchObject(refusedWith('peer-is-self'));
  });

  it('is refused while the tracker stops', async () => {
    const world = await TrackerWorld.open();
    const peer = await world.dialledIn(1);
    const greeted = peer.greet();
    void world.place.tracker.stop();
    expect((await world.inTime(greeted)).ok).toBe(false);
  });
});

describe('a peer of a tracker', () => {
  it('gets neither blocks nor transactions from it', async () => {
    const world = await TrackerWorld.open();
    const peer = await world.joined(1);
    const answer = await world.inTime(peer.session.request('GETOPENTRANSACTIONS', {}, 5_000));
    expect(answer).toMatchObject(refusedWith('command-not-served'));
    expect(world.refusals()).toEqual(['command-not-served']);
  });

  it('may ask for the tracker’s health, and tells its height with it', async () => {
    const world = await TrackerWorld.open();
    const peer = await world.joined(1);
    const { status, registry } = world.place.tracker;
    const answer = await world.inTime(peer.session.request('HCK', { ...status, height: 99 }, 5_000));
    expect(answer).toEqual({ ok: true, value: { command: 'HCKACK', ...status } });
    expect(registry.get(peer.signer.peerId)?.height).toBe(99);
  });

  it('that asks far too much is refused until it has waited', async () => {
    const world = await TrackerWorld.open();
    const peer = await world.joined(1);
    const asked = await world.inTime(
      Promise.all(Array.from({ length: SESSION_MESSAGES.burst + 10 }, () => peer.list())),
    );
    expect(asked.filter(({ ok }) => !ok).length).toBeGreaterThanOrEqual(10);
    expect(asked.at(-1)).toMatchObject(refusedWith('session-request-rate'));
    await world.pass(2_000);
    expect(await world.toldTo(peer)).toEqual([]);
  });

  it('that breaks the protocol again and again is not let in for an hour', async () => {
    const world = await TrackerWorld.open();
    const forge = async (peer: BarePeer, times: number): Promise<void> => {
      for (let i = 0; i < times && !peer.session.closed; i++) {
        const record = { ...peer.offer(), sequence: 9_000_000_000 + i };
        peer.session.send('ADDRESSES', { records: [record] });
        await world.pass(100);
      }
    };
    const peer = await world.joined(1);
    await forge(peer, 10);
    expect(peer.session.closed).toBe(true);
    expect(new Set(world.refusals())).toEqual(new Set(['address-record-signature']));
    await world.inTime(peer.dial());
    await world.pass(100);
    expect(peer.session.closed).toBe(true);
    await world.pass(3_600_000);
    await world.inTime(peer.join());
    await world.pass(200);
    expect(world.listed()).toEqual([peer.endpoint.host]);
  });
});
