import { eventually, onOneTip, type RunningPeer } from '#test/processes/running-peer';
import { Stage } from './stage.ts';

describe('a page whose peer changes to another branch', () => {
  let stage: Stage;
  let one: RunningPeer;
  let other: RunningPeer;

  beforeAll(async () => {
    stage = await Stage.open();
    // Neither knows the other: each begins a chain of its own on the same first block.
    one = await stage.network.peer('one');
    other = await stage.network.peer('other');
    await one.makeWallet();
    await other.makeWallet();
    await one.mine(2);
    await other.mine(4);
  }, 120_000);

  afterEach(async () => expect(await stage.complaints()).toEqual([]));
  afterAll(() => stage.close());

  it('shows the blocks leave as it happens, and tells it in words and as a tree', async () => {
    const lost = (await one.chain()).tipHash;
    const home = await stage.visitor(one);
    const branches = await stage.visitor(one);
    const block = await stage.visitor(one, { expected: [/status of 404 .*\/v1\/blocks\//] });
    await branches.go('#/branches');
    await block.go(`#/block/${lost}`);
    const newest = home.part('Newest cheeses');
    await home.sees(/^2 cheeses on the/);
    await newest.locator(`a[href*="${lost}"], a[href$="/2"]`).first().waitFor();
    await block.page.getByRole('heading', { level: 1, name: 'Cheese 2' }).waitFor();
    await branches.sees('No branch beside it');
    await other.stop();
    await other.startAgain({ CHEESE_PEERS: one.tcp });
    await eventually(() => onOneTip([one, other], 4));
    await home.sees(/^4 cheeses on the/);
    await newest.locator(`a[href*="${lost}"]`).first().waitFor({ state: 'hidden' });
    await branches.sees('1 branch beside the best chain');
    await branches.sees('2 cheeses gave way to 4');
    const tree = branches.part('Tree of the recent branches');
    await tree.getByRole('link', { name: new RegExp(`^Cheese 2, set aside.*${lost.slice(-6)}`) }).waitFor();
    await block.sees(/another branch/);
  }, 120_000);
});
