import { ComposeProject } from './compose-project.ts';
import { docker } from './container-engine.ts';
import { eventually } from './eventually.ts';
import { httpCall } from './http-call.ts';
import { ensureImages } from './images.ts';
import type { PeerContainer } from './peer-container.ts';

const IMAGES_TIMEOUT_MS = 15 * 60_000;
const REWARD = 5_000_000_000;
/** The tracker drops a peer after two silent health checks, fifteen seconds apart. */
const DROPPED_DEADLINE_MS = 90_000;

let project: ComposeProject;
let peers: PeerContainer[];

async function heightsAgreed(): Promise<number> {
  return (await project.agreement(peers))[0]?.height ?? -1;
}

/** The wallets of the peers that run, in no order. */
async function wallets(): Promise<string[]> {
  const found = await Promise.all(peers.map((peer) => peer.walletAddress()));
  return found.filter((address) => address !== undefined).sort();
}

beforeAll(async () => {
  await ensureImages();
  project = await ComposeProject.create('cheesechain-network-test');
  peers = await project.up(3);
}, IMAGES_TIMEOUT_MS);

afterAll(async () => {
  await project?.destroy();
});

describe('a network in containers', () => {
  it('is a tracker and three peers that found each other', async () => {
    await eventually(
      'the tracker lists three',
      () => project.trackedPeers(),
      ({ length }) => length === 3,
    );
    await eventually(
      'each peer is in session with the two others',
      () => Promise.all(peers.map((peer) => peer.chain())),
      (states) => states.every((state) => state.peers === 2),
    );
  });

  it('asks for the token on its published ports, also for what is open on loopback', async () => {
    const [first] = peers as [PeerContainer];
    const url = await first.url();
    expect((await httpCall('GET', `${url}/v1/chain`)).status).toBe(401);
    expect((await httpCall('GET', `${url}/healthz`)).status).toBe(200);
  });

  it('mines and pays across its peers', async () => {
    const [first, second, third] = peers as [PeerContainer, PeerContainer, PeerContainer];
    const [payer, payee, miner] = [await first.makeWallet(), await second.makeWallet(), await third.makeWallet()];
    await first.mine(2);
    await project.agreement(peers, 2);
    const amount = 1_250_000_000;
    const { fee } = await first.call<{ fee: number }>('POST', '/v1/wallet/transactions', { recipient: payee, amount });
    await eventually(
      'the payment has come to the third peer',
      () => third.chain(),
      ({ openTransactions }) => openTransactions === 1,
    );
    await third.mine(1);
    await project.agreement(peers, 3);
    for (const peer of peers) {
      expect(await peer.balanceOf(payee)).toBe(amount);
      expect(await peer.balanceOf(payer)).toBe(2 * REWARD - amount - fee);
      expect(await peer.balanceOf(miner)).toBe(REWARD + fee);
    }
  });

  it('grows to six peers: the new ones find the others and catch up', async () => {
    const height = await heightsAgreed();
    peers = await project.up(6);
    expect(peers).toHaveLength(6);
    await project.agreement(peers, height);
    const newest = await Promise.all(peers.map((peer) => peer.walletAddress()));
    const latecomer = peers[newest.indexOf(undefined)] as PeerContainer;
    await latecomer.makeWallet();
    await latecomer.mine(1);
    await project.agreement(peers, height + 1);
  });

  it('shrinks to two, and the tracker drops who is gone', async () => {
    const height = await heightsAgreed();
    peers = await project.up(2);
    await project.agreement(peers, height);
    await eventually(
      'two are listed',
      () => project.trackedPeers(),
      ({ length }) => length === 2,
      DROPPED_DEADLINE_MS,
    );
  });
});

describe('what lasts', () => {
  it('every peer that is killed returns by itself, with its own wallet and its chain', async () => {
    const height = await heightsAgreed();
    for (const victim of peers) {
      const wallet = await victim.walletAddress();
      const started = await victim.inspect('{{.State.StartedAt}}');
      await docker(['exec', victim.id, 'node', '-e', "process.kill(-1, 'SIGKILL')"]).catch(() => undefined);
      await eventually(
        'it was started again',
        () => victim.inspect('{{.State.StartedAt}}'),
        (at) => at !== started,
      );
      await project.agreement(peers, height);
      expect(await victim.walletAddress()).toBe(wallet);
    }
  });

  it('every container ends in time with code 0 when it is told to stop', async () => {
    const ids = [...peers.map(({ id }) => id), await project.containerOf('tracker')];
    await docker(['stop', ...ids]);
    for (const id of ids) expect(await docker(['inspect', '--format', '{{.State.ExitCode}}', id])).toBe('0');
  });

  it('taking all down and up again brings every wallet and every chain back', async () => {
    peers = await project.up(3);
    const before = { height: await heightsAgreed(), wallets: await wallets() };
    await project.down();
    peers = await project.up(3);
    expect(await heightsAgreed()).toBe(before.height);
    expect(await wallets()).toEqual(before.wallets);
  });
});
