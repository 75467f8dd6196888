import { eventually, onOneTip } from '#test/processes/running-peer';
import { TestNetwork } from '#test/processes/test-network';

const COIN = 100_000_000;

describe('a network of real processes', () => {
  let network: TestNetwork;

  beforeEach(() => {
    network = new TestNetwork();
  });

  afterEach(() => network.close());

  it('moves real coins between three peers, the first of which learns of the others by itself', async () => {
    const tracker = await network.tracker();
    const settings = { CHEESE_TRACKERS: tracker.tcp };
    const one = await network.peer('one', settings);
    const two = await network.peer('two', settings);
    const three = await network.peer('three', settings);
    await eventually(async () => (await one.chain()).peers === 2);
    const [payer, payee] = [await one.makeWallet(), await two.makeWallet()];
    await one.mine(1);
    const id = await one.pay(payee, 3 * COIN);
    await eventually(async () => (await three.chain()).openTransactions === 1);
    await three.mine(1, payee);
    await eventually(() => onOneTip([one, two, three], 2));
    const { fee } = await two.transaction(id);
    for (const peer of [one, two, three]) {
      expect(await peer.balanceOf(payer)).toBe(47 * COIN - fee);
      expect(await peer.balanceOf(payee)).toBe(53 * COIN + fee);
    }
  }, 120_000);

  it('loses nothing when a peer is killed: it comes back with wallet and chain, and catches up by itself', async () => {
    const one = await network.peer('one');
    const two = await network.peer('two', { CHEESE_PEERS: one.tcp });
    await one.makeWallet();
    const address = await two.makeWallet();
    await two.mine(2);
    await eventually(() => onOneTip([one, two], 2));
    await two.kill();
    await one.mine(20);
    await two.startAgain();
    expect((await two.client.get('/v1/wallet')).address).toBe(address);
    await eventually(() => onOneTip([one, two], 22));
    expect(await two.balanceOf(address)).toBe(100 * COIN);
  }, 120_000);

  it('goes on without its tracker, and rejoins it when it is back', async () => {
    const tracker = await network.tracker();
    const settings = { CHEESE_TRACKERS: tracker.tcp };
    const one = await network.peer('one', settings);
    const two = await network.peer('two', settings);
    await eventually(async () => (await two.chain()).peers === 1);
    await tracker.program.kill();
    await one.makeWallet();
    await one.mine(1);
    await eventually(() => onOneTip([one, two], 1));
    const again = await network.tracker(tracker.ports);
    await eventually(async () => (await again.client.get('/v1/peers')).peers.length === 2, 60_000);
  }, 180_000);

  it('ends on the chain with more work after a split, and opens again what only the losing side had mined', async () => {
    const one = await network.peer('one');
    const two = await network.peer('two', { CHEESE_PEERS: one.tcp });
    const [payer, other] = [await one.makeWallet(), await two.makeWallet()];
    await one.mine(1);
    await eventually(() => onOneTip([one, two], 1));
    // Peers that know each other's address meet again by themselves: one of them is away while the other mines.
    await two.stop();
    const id = await one.pay(other, COIN);
    await one.mine(1);
    expect((await one.transaction(id)).status).toBe('confirmed');
    await one.stop();
    await two.startAgain();
    await two.mine(3);
    await one.startAgain();
    await eventually(() => onOneTip([one, two], 4));
    expect((await one.transaction(id)).status).toBe('open');
    const told = await one.client.get('/v1/reorganisations');
    expect(told.reorganisations).toMatchObject([
      { abandoned: { length: 1 }, transactions: [{ id, fate: 'returned' }] },
    ]);
    await one.stop();
    await one.startAgain();
    expect(await one.client.get('/v1/reorganisations')).toEqual(told);
    expect(await one.balanceOf(payer)).toBe(50 * COIN);
    await eventually(async () => (await two.chain()).openTransactions === 1);
    await two.mine(1);
    await eventually(() => onOneTip([one, two], 5));
    expect((await one.transaction(id)).status).toBe('confirmed');
  }, 180_000);
});
