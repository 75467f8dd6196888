import { TrackerWorld } from '#test/tracker/tracker-world';

const INTERVAL_MS = 15_000;

describe('a tracker’s health checks', () => {
  it('keep latency, height and the time of the last sign of life', async () => {
    const world = await TrackerWorld.open();
    const peer = await world.joined(1);
    peer.height = 41;
    await world.pass(INTERVAL_MS + 1_000);
    const known = world.place.tracker.registry.get(peer.signer.peerId);
    expect(known).toMatchObject({ height: 41, silentHealthChecks: 0 });
    expect(known?.latencyMs).toBeGreaterThan(0);
    expect(world.clock.nowMs() - (known?.lastSeenMs ?? 0)).toBeLessThanOrEqual(2_000);
  });

  it('let one silence pass', async () => {
    const world = await TrackerWorld.open();
    const peer = await world.joined(1);
    peer.deaf = true;
    await world.pass(INTERVAL_MS + 11_000);
    peer.deaf = false;
    await world.pass(10 * INTERVAL_MS);
    expect(world.listed()).toEqual([peer.endpoint.host]);
  });

  it('put out a peer that is silent twice; when it wakes it is told to join again', async () => {
    const world = await TrackerWorld.open();
    const [sleeper, other] = [await world.joined(1), await world.joined(2)];
    sleeper.deaf = true;
    await world.pass(2 * INTERVAL_MS + 11_000);
    expect(world.listed()).toEqual([other.endpoint.host]);
    expect(world.place.happened).toContainEqual({
      kind: 'left',
      peerId: sleeper.signer.peerId,
      reason: 'health-check-silent',
    });
    sleeper.deaf = false;
    expect(sleeper.session.closed).toBe(false);
    expect(await world.toldTo(sleeper)).toBe('peer-unknown');
    expect(sleeper.heard).toEqual(['INVALIDPEERID']);
    await world.inTime(sleeper.greet());
    sleeper.offer();
    await world.pass(2_000);
    expect(world.listed().sort()).toEqual([sleeper.endpoint.host, other.endpoint.host].sort());
  });

  it('do not hold an older session’s silence against the newer one', async () => {
    const world = await TrackerWorld.open();
    const peer = await world.joined(1);
    peer.deaf = true;
    await world.pass(INTERVAL_MS - 100);
    await world.inTime(peer.join());
    await world.pass(1_000);
    const known = world.place.tracker.registry.get(peer.signer.peerId);
    expect([known?.session?.closed, known?.silentHealthChecks]).toEqual([false, 0]);
  });

  it('end the session of a peer that stays silent', async () => {
    const world = await TrackerWorld.open();
    const peer = await world.joined(1);
    peer.deaf = true;
    await world.pass(2 * INTERVAL_MS + 45_000);
    expect(peer.session.closed).toBe(true);
    expect(world.place.tracker.unjoinedSessions).toBe(0);
  });

  it('are not awaited for a peer that leaves, or dies: it is off the lists at once', async () => {
    const world = await TrackerWorld.open();
    const [leaving, dying, staying] = [await world.joined(1), await world.joined(2), await world.joined(3)];
    leaving.session.disconnect('leaving');
    dying.transport.kill();
    await world.pass(50);
    expect(world.listed()).toEqual([staying.endpoint.host]);
    expect(await world.toldTo(staying)).toEqual([]);
  });

  it('reach everybody in a large network', async () => {
    const world = await TrackerWorld.open();
    const peers = await Promise.all(Array.from({ length: 250 }, (_, index) => world.peer(index + 1)));
    await world.inTime(Promise.all(peers.map((peer) => peer.dial().then(() => peer.greet()))));
    await world.pass(INTERVAL_MS + 2_000);
    const checked = world.place.happened.filter(({ kind }) => kind === 'health-checked');
    expect(checked).toHaveLength(250);
  });

  it('can come more often', async () => {
    const world = await TrackerWorld.open({ healthCheckIntervalMs: 500 });
    const peer = await world.joined(1);
    peer.deaf = true;
    await world.pass(2_000);
    expect(world.listed()).toEqual([]);
  });
});
