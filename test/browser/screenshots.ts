import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testNetwork } from '#test/network';
import { eventually, type RunningPeer } from '#test/processes/running-peer';
import { Camera } from './picture.ts';
import { Stage } from './stage.ts';
import { leaveOpen, part, type Story, tellStory } from './story.ts';
import { show, VIEWS } from './views.ts';
import { LOOKS, type Look, type Visitor } from './visitor.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'images');
/** The pictures travel with every clone. */
const MAX_TOTAL_BYTES = 6_000_000;
/** Two million hashes for a block: under a second, then as many as the target spacing asks for. */
const VILLAGE_BITS = 0x1e08_0000;
/** Pixels of a picture for one of CSS. */
const SHARPNESS = 1.5;
const HISTORY_BLOCKS = 36;
const MEETING_DEADLINE_MS = 60_000;
/** Ten minutes is more than a machine under heavy load took, and the pictures are none the worse for it. */
const HISTORY_DEADLINE_MS = 10 * 60_000;

let stage: Stage;
let one: RunningPeer;
let story: Story;

// Run by `npm run screenshots`, not a test of anything but that every view can be shown.
describe('pictures of the page', () => {
  beforeAll(async () => {
    stage = await Stage.open();
    const peers = await village(stage);
    one = peers[0];
    story = await tellStory([peers[0], peers[1], peers[2]]);
    await keepMining(peers[1]);
    await part(peers);
    await leaveOpen(one);
    rmSync(FOLDER, { recursive: true, force: true });
    mkdirSync(FOLDER, { recursive: true });
  }, 15 * 60_000);

  afterAll(() => stage.close());

  it.each(LOOKS)('every view: $device, $colours', async (look) => {
    const visitor = await stage.visitor(one, { ...look, sharpness: SHARPNESS });
    await visitor.settled();
    for (const view of VIEWS) {
      await show(visitor, view, story);
      await take(visitor, view.name, look);
    }
    expect(await stage.complaints()).toEqual([]);
  });

  it.each(LOOKS)('first run: $device, $colours', async (look) => {
    const peer = await stage.network.peer(`newcomer-${look.device}-${look.colours}`);
    const visitor = await stage.visitor(peer, { ...look, sharpness: SHARPNESS });
    await visitor.part('Begin with a wallet').waitFor();
    await take(visitor, 'first-run', look);
    await visitor.press('Make my wallet');
    await visitor.part('Write these words down').waitFor();
    await take(visitor, 'words', look);
    expect(await stage.complaints()).toEqual([]);
    await peer.kill();
  });

  it('and all of them together are light enough to travel with the code', () => {
    const total = readdirSync(FOLDER).reduce((sum, name) => sum + statSync(join(FOLDER, name)).size, 0);
    expect(total).toBeLessThan(MAX_TOTAL_BYTES);
  });
});

/** A tracker and five peers on a network where a block takes about two seconds. */
async function village({ network }: Stage): Promise<[RunningPeer, RunningPeer, RunningPeer, ...RunningPeer[]]> {
  const { parameters } = testNetwork({
    name: 'village',
    targetSpacingSeconds: 2,
    retarget: true,
    startingBits: VILLAGE_BITS,
    easiestBits: VILLAGE_BITS,
  });
  const file = join(network.folderOf(''), 'village.json');
  writeFileSync(file, JSON.stringify(parameters));
  const tracker = await network.tracker(undefined, 'tracker', { CHEESE_NETWORK: file });
  const settings = { CHEESE_NETWORK: file, CHEESE_TRACKERS: tracker.tcp };
  const start = (name: string) => network.peer(name, settings);
  const first = [await start('one'), await start('two'), await start('three')] as const;
  const peers = [...first, await start('four'), await start('five')] as const;
  await eventually(async () => {
    const chains = await Promise.all(peers.map((peer) => peer.chain()));
    return chains.every((chain) => chain.peers >= 2);
  }, MEETING_DEADLINE_MS);
  return [...peers];
}

/** Lets the chain grow for the charts, at the pace that its difficulty asks for. */
async function keepMining(peer: RunningPeer): Promise<void> {
  await peer.call('PUT', '/v1/mining', { threads: 1 });
  await eventually(async () => (await peer.chain()).height >= HISTORY_BLOCKS, HISTORY_DEADLINE_MS);
  await peer.call('DELETE', '/v1/mining');
}

async function take(visitor: Visitor, name: string, { device, colours }: Look): Promise<void> {
  const picture = await (await Camera.before(visitor)).take(device);
  writeFileSync(join(FOLDER, `${name}-${device}-${colours}.webp`), picture);
}
