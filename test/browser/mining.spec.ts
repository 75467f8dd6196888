import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testAddress } from '#test/keys';
import { testNetwork } from '#test/network';
import { freePort } from '#test/processes/free-port';
import { eventually, type RunningPeer } from '#test/processes/running-peer';
import { StratumClient } from '#test/stratum/stratum-client';
import { AccessibilityCheck } from './accessibility.ts';
import { Stage } from './stage.ts';

/** Some 2^44 hashes for a block: days, so that nobody finds one while a test looks. */
const HOPELESS_BITS = 0x1b0f_ffff;

describe('mining on a network where a cheese takes its time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cheese-steep-'));
  let stage: Stage;
  let peer: RunningPeer;
  let stratumPort: number;

  beforeAll(async () => {
    const { parameters } = testNetwork({ name: 'steep', startingBits: HOPELESS_BITS, easiestBits: HOPELESS_BITS });
    const file = join(folder, 'network.json');
    writeFileSync(file, JSON.stringify(parameters));
    stage = await Stage.open();
    stratumPort = await freePort();
    peer = await stage.network.peer('steep', { CHEESE_NETWORK: file, CHEESE_STRATUM_PORT: String(stratumPort) });
    await peer.makeWallet();
  }, 120_000);

  afterEach(async () => expect(await stage.complaints()).toEqual([]));
  afterAll(async () => {
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows how far one cheese is, and stops at once when it is told to', async () => {
    const visitor = await stage.visitor(peer);
    const card = visitor.part('Make cheese');
    await visitor.press('Make one cheese', card);
    await visitor.sees(/tried/, card);
    await visitor.sees(/a second/, card);
    await visitor.sees(/expected to take|on average/, card);
    expect(await isMining(peer)).toBe(true);
    await visitor.press('Cancel', card);
    await card.getByRole('button', { name: 'Make one cheese' }).waitFor();
    await eventually(async () => !(await isMining(peer)));
    expect((await peer.chain()).height).toBe(0);
  }, 120_000);

  it('keeps on mining until it is stopped, also when the page is closed', async () => {
    const first = await stage.visitor(peer);
    await first.press('Start', first.part('Make cheese'));
    await first.sees('mining on', first.part('Make cheese'));
    await first.leave();
    const second = await stage.visitor(peer);
    await second.sees('mining on', second.part('Make cheese'));
    await second.press('Stop', second.part('Make cheese'));
    await second.part('Make cheese').getByRole('button', { name: 'Start' }).waitFor();
    expect(await isMining(peer)).toBe(false);
  }, 120_000);

  it('shows who mines over Stratum, share by share, from coming to going', async () => {
    const visitor = await stage.visitor(peer);
    const card = visitor.part('Make cheese');
    await card.getByRole('button', { name: 'Make one cheese' }).waitFor();
    expect(await card.getByText('Stratum').count()).toBe(0);
    const user = `${testAddress(9)}.rig`;
    const miner = await StratumClient.connect(stratumPort);
    try {
      await miner.begin(user);
      await visitor.sees('1 miner connected over Stratum', card);
      await visitor.sees(user, card);
      await visitor.sees('0 shares', card);
      await miner.submit(user, await miner.findShare());
      await visitor.sees('1 share', card);
      const share = await miner.findShare();
      await miner.submit(user, share);
      await visitor.sees('2 shares', card);
      await miner.submit(user, share);
      await visitor.sees(/, 1 refused/, card);
      expect(await (await AccessibilityCheck.on(visitor.page)).violations()).toEqual([]);
    } finally {
      miner.close();
    }
    await card.getByText('connected over').waitFor({ state: 'hidden' });
  }, 120_000);
});

async function isMining(peer: RunningPeer): Promise<boolean> {
  const { body } = await peer.call<{ mode: string }>('GET', '/v1/mining');
  return body.mode !== 'off';
}
