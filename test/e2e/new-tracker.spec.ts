import { eventually, onOneTip, type RunningPeer } from '#test/processes/running-peer';
import { type RunningTracker, TestNetwork } from '#test/processes/test-network';

/** Real processes on a busy machine: back-offs of up to half a minute may come first. */
const DEADLINE_MS = 60_000;

describe('a network whose trackers come and go', () => {
  let network: TestNetwork;

  beforeEach(() => {
    network = new TestNetwork();
  });

  afterEach(() => network.close());

  const peersOf = async (peer: RunningPeer): Promise<number> => (await peer.chain()).peers;
  const trackersOf = async (peer: RunningPeer): Promise<string[]> => {
    const { trackers } = await peer.client.get('/v1/node');
    return trackers.filter(({ connected }) => connected).map(({ address }) => address);
  };
  const listedAt = async ({ client }: RunningTracker): Promise<number> => (await client.get('/v1/peers')).peers.length;

  it('lives on without any by its peers’ address books, and all learn of a new one that is given to one of them', async () => {
    const gone = await network.tracker();
    const settings = { CHEESE_TRACKERS: gone.tcp };
    const one = await network.peer('one', settings);
    const two = await network.peer('two', settings);
    const three = await network.peer('three', settings);
    await eventually(async () => (await Promise.all([one, two, three].map(peersOf))).every((count) => count === 2));
    await gone.program.kill();

    await one.stop();
    await one.startAgain();
    await eventually(async () => (await peersOf(one)) === 2, DEADLINE_MS);

    const fresh = await network.tracker(undefined, 'new tracker');
    await two.stop();
    await two.startAgain({ CHEESE_TRACKERS: fresh.tcp });
    await eventually(async () => (await listedAt(fresh)) === 3, DEADLINE_MS);
    await eventually(async () => {
      const known = await Promise.all([one, two, three].map(trackersOf));
      return known.every((addresses) => addresses.includes(fresh.tcp));
    }, DEADLINE_MS);

    // It outlives a restart: the peer that was never given it joins it again from its own book.
    await three.stop();
    await three.startAgain();
    await eventually(async () => (await trackersOf(three)).includes(fresh.tcp), DEADLINE_MS);
    await three.makeWallet();
    await three.mine(1);
    await eventually(() => onOneTip([one, two, three], 1));
  }, 240_000);

  it('has one session with a tracker that a peer is given under two names, and does not quarrel about it', async () => {
    const tracker = await network.tracker();
    const names = `localhost:${tracker.ports.tcp},${tracker.tcp}`;
    const peer = await network.peer('one', { CHEESE_TRACKERS: names, CHEESE_LOG_LEVEL: 'debug' });
    await eventually(async () => peer.output.includes('the tracker is known by another name'), DEADLINE_MS);
    await eventually(async () => (await listedAt(tracker)) === 1, DEADLINE_MS);
    expect(await trackersOf(peer)).toHaveLength(1);
    expect(peer.output).not.toContain('the tracker is gone');
  }, 120_000);
});
