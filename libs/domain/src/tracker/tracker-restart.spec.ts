import { TrackerWorld } from '#test/tracker/tracker-world';
import { accepted, refused } from '../primitives/result.ts';
import { REMEMBERED_LIFE_MS } from './listing-service.ts';
import type { RegistryEntry } from './registry-entry.ts';
import { SAVE_DELAY_MS } from './registry-keeper.ts';

describe('a restarted tracker', () => {
  it.each(['stopped', 'killed'] as const)(
    'that was %s lists at once whom it meets again, before they join',
    async (how) => {
      const world = await TrackerWorld.open();
      const [a, b] = [await world.joined(1), await world.joined(2)];
      await world.pass(SAVE_DELAY_MS);
      await world.restartTracker(how);
      expect(world.listed()).toEqual([]);
      await world.pass(500);
      expect(world.listed().sort()).toEqual([a.endpoint.host, b.endpoint.host].sort());
      expect(world.place.tracker.registry.all().every(({ session }) => session === undefined)).toBe(true);
      const late = await world.joined(3);
      expect(await world.toldTo(late)).toHaveLength(2);
    },
  );

  it('takes up the peers again as they join', async () => {
    const world = await TrackerWorld.open();
    const peer = await world.joined(1);
    await world.restartTracker('stopped');
    await world.pass(500);
    await world.inTime(peer.join());
    await world.pass(10 * REMEMBERED_LIFE_MS);
    expect(world.listed()).toEqual([peer.endpoint.host]);
    expect(world.place.tracker.registry.size).toBe(1);
  });

  it('forgets whom it does not meet, and who never joins again', async () => {
    const world = await TrackerWorld.open();
    const [gone, shy] = [await world.joined(1), await world.joined(2)];
    await world.pass(SAVE_DELAY_MS);
    world.place.transport.kill();
    gone.transport.kill();
    await world.startTracker({ store: world.place.store });
    await world.pass(30_000);
    expect(world.listed()).toEqual([shy.endpoint.host]);
    expect(world.place.tracker.registry.size).toBe(1);
    await world.pass(REMEMBERED_LIFE_MS);
    expect(world.place.tracker.registry.size).toBe(0);
  });

  it('does not forget whom it has not met yet when it is killed once more', async () => {
    const world = await TrackerWorld.open();
    await world.joined(1);
    await world.joined(2);
    await world.pass(SAVE_DELAY_MS);
    await world.restartTracker('killed');
    await world.restartTracker('stopped');
    const kept = await world.place.store.load();
    expect(kept.ok && kept.value.length).toBe(2);
  });

  it('keeps no more than it has room for: those seen last', async () => {
    const world = await TrackerWorld.open();
    await world.joined(1);
    await world.pass(100_000);
    await world.joined(2);
    await world.inTime(world.place.tracker.stop());
    const { store } = world.place;
    const kept = await store.load();
    const entries = kept.ok ? kept.value.map((entry, index) => ({ ...entry, lastSeenMs: index })) : [];
    await store.save(entries);
    await world.startTracker({ store, maxPeers: 1 });
    const [only] = world.place.tracker.registry.all();
    expect(only?.offered?.endpoint).toEqual(entries.at(-1)?.record.endpoint);
    expect(world.place.tracker.registry.size).toBe(1);
  });

  it('gives the place of one it only remembers to one that is here', async () => {
    const world = await TrackerWorld.open();
    await world.joined(1);
    await world.inTime(world.place.tracker.stop());
    await world.startTracker({ store: world.place.store, maxPeers: 1 });
    const fresh = await world.joined(2);
    expect(world.listed()).toEqual([fresh.endpoint.host]);
  });
});

describe('a tracker whose disk is full', () => {
  it('goes on, says so, and writes again when there is room', async () => {
    let isFull = true;
    let written: readonly RegistryEntry[] = [];
    const store = {
      load: async () => accepted([]),
      save: async (entries: readonly RegistryEntry[]) => {
        if (isFull) return refused({ code: 'registry-unwritable' as const, where: 'here', reason: 'ENOSPC' });
        written = entries;
        return accepted(undefined);
      },
    };
    const world = await TrackerWorld.open({ store });
    const peer = await world.joined(1);
    await world.pass(SAVE_DELAY_MS + 100);
    expect(world.place.tracker.storeFailure).toBe('registry-unwritable');
    expect(world.listed()).toEqual([peer.endpoint.host]);
    isFull = false;
    await world.pass(SAVE_DELAY_MS + 100);
    expect(world.place.tracker.storeFailure).toBeUndefined();
    expect(written.map(({ record }) => record.endpoint)).toEqual([peer.endpoint]);
  });
});
