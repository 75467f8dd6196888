import { ComposeProject } from './compose-project.ts';
import { docker } from './container-engine.ts';
import { eventually } from './eventually.ts';
import { buildImage, ensureImages } from './images.ts';
import type { PeerContainer } from './peer-container.ts';

const IMAGES_TIMEOUT_MS = 20 * 60_000;
/** Who was cut off notices by silent health checks, and dials again after a while. */
const HEALED_DEADLINE_MS = 180_000;

let project: ComposeProject;
let peers: PeerContainer[];

beforeAll(async () => {
  await ensureImages();
  project = await ComposeProject.create('cheesechain-trouble-test');
  peers = await project.up(3);
  for (const peer of peers) await peer.makeWallet();
}, IMAGES_TIMEOUT_MS);

afterAll(async () => {
  await project?.destroy();
});

describe('a network in trouble', () => {
  it('goes on while its tracker is dead, and is listed again when it is back', async () => {
    const [first] = peers as [PeerContainer];
    const tracker = await project.containerOf('tracker');
    await docker(['kill', tracker]);
    await first.mine(3);
    await project.agreement(peers, 3);
    await docker(['start', tracker]);
    await eventually(
      'three are listed',
      () => project.trackedPeers(),
      ({ length }) => length === 3,
      HEALED_DEADLINE_MS,
    );
  });

  it('becomes one chain again when one peer was cut off and both sides have mined', async () => {
    const [cut, second, third] = peers as [PeerContainer, PeerContainer, PeerContainer];
    const { height } = await cut.chain();
    const network = `${project.name}_cheese`;
    await docker(['network', 'disconnect', network, cut.id]);
    await second.mine(3);
    await project.agreement([second, third], height + 3);
    for (let mined = 0; mined < 5; mined++) await cut.callInside('POST', '/v1/mining/blocks');
    const alone = await cut.callInside<{ tipHash: string }>('GET', '/v1/chain');
    expect(alone.tipHash).not.toBe((await second.chain()).tipHash);
    await docker(['network', 'connect', '--alias', 'peer', network, cut.id]);
    const [state] = await project.agreement(peers, height + 5, HEALED_DEADLINE_MS);
    expect(state).toMatchObject({ height: height + 5, tipHash: alone.tipHash });
  });

  it('is upgraded one peer at a time and loses no block', async () => {
    const wallets = await Promise.all(peers.map((peer) => peer.walletAddress()));
    const [{ height = -1 } = {}] = await project.agreement(peers);
    const image = await buildImage('peer', ['REVISION=a-later-one']);
    for (const [at, old] of peers.entries()) {
      const others = peers.filter((peer) => peer !== old);
      await docker(['stop', old.id]);
      await docker(['rm', old.id]);
      await others[0]?.mine(1);
      peers = await project.up(3, '--no-deps', '--no-recreate', 'peer');
      await project.agreement(peers, height + at + 1);
    }
    expect(await Promise.all(peers.map((peer) => peer.inspect('{{.Image}}')))).toEqual([image, image, image]);
    expect((await Promise.all(peers.map((peer) => peer.walletAddress()))).sort()).toEqual(wallets.sort());
  });

  it('keeps every wallet through one peer and back to five', async () => {
    peers = await project.up(5);
    const missing = await Promise.all(peers.map((peer) => peer.walletAddress()));
    for (const [at, address] of missing.entries()) if (address === undefined) await peers[at]?.makeWallet();
    const wallets = (await Promise.all(peers.map((peer) => peer.walletAddress()))).sort();
    await project.up(1);
    peers = await project.up(5);
    expect((await Promise.all(peers.map((peer) => peer.walletAddress()))).sort()).toEqual(wallets);
    await project.agreement(peers);
    const restarts = await Promise.all(peers.map((peer) => peer.inspect('{{.RestartCount}}')));
    expect(restarts).toEqual(['0', '0', '0', '0', '0']);
  });
});

describe('the profile with miners', () => {
  it('has a miner that mines on its own, into a wallet of its own', async () => {
    await project.compose('--profile', 'mining', 'up', '--detach', '--no-build', '--scale', `peer=${peers.length}`);
    const [{ height = -1 } = {}] = await project.agreement(peers);
    await project.agreement(peers, height + 3);
    const miner = await project.containerOf('miner');
    await docker(['restart', miner]);
    const later = (await project.agreement(peers))[0]?.height ?? -1;
    await project.agreement(peers, later + 3);
  });
});
