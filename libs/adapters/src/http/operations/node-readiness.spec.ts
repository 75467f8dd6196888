import { testNetwork } from '#test/network';
import { passMs } from '#test/peers/pass-time';
import { built, chainOf, SyncWorld } from '#test/peers/sync-world';
import { NodeReadiness } from './node-readiness.ts';

const network = testNetwork();

describe('readiness of a node', () => {
  let world: SyncWorld;
  let readiness: NodeReadiness;
  beforeEach(async () => {
    world = new SyncWorld(await chainOf(network));
    readiness = new NodeReadiness(world.sync);
  });
  afterEach(() => world.stop());

  it('is not there while a longer chain is fetched, and is when it is connected', async () => {
    const other = await chainOf(network, built(network, 60).blocks);
    let whileBehind: string | undefined;
    world.sync.monitor.changed.subscribe(() => {
      whileBehind ??= readiness.check();
    });
    world.joinWith(other);
    await world.catchUp(other);
    expect(whileBehind).toMatch(/^catching up: \d+ blocks behind$/);
    expect(readiness.check()).toBeUndefined();
  });

  it('comes back although a peer gives headers of more work and never their blocks', async () => {
    const withheld = await chainOf(network, built(network, 80).blocks);
    world.joinWith(withheld, { GETCHAIN: () => 'silence' });
    world.sync.nudge();
    let unreadySeconds = 0;
    for (let seconds = 0; seconds < 600; seconds++) {
      await passMs(world.test.clock, 1_000);
      world.sync.nudge();
      if (readiness.check() !== undefined) unreadySeconds++;
    }
    expect(world.test.chain.bestHeader.height).toBe(80);
    expect(unreadySeconds).toBeGreaterThan(0);
    expect(unreadySeconds).toBeLessThan(300);
    expect(readiness.check()).toBeUndefined();
  });
});
