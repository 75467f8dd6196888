import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testNetwork } from '#test/network';
import type { RunningPeer } from '#test/processes/running-peer';
import { eventually } from '#test/processes/running-peer';
import { Stage } from './stage.ts';

/** Some 2^44 hashes for a block: days, so that nobody finds one while a test looks. */
const HOPELESS_BITS = 0x1b0f_ffff;

describe('making one cheese on a network where that takes its time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cheese-steep-'));
  let stage: Stage;
  let peer: RunningPeer;

  beforeAll(async () => {
    const { parameters } = testNetwork({ name: 'steep', startingBits: HOPELESS_BITS, easiestBits: HOPELESS_BITS });
    const file = join(folder, 'network.json');
    writeFileSync(file, JSON.stringify(parameters));
    stage = await Stage.open();
    peer = await stage.network.peer('steep', { CHEESE_NETWORK: file });
    await peer.makeWallet();
  }, 120_000);

  afterEach(async () => expect(await stage.complaints()).toEqual([]));
  afterAll(async () => {
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('shows how far it is, and stops at once when it is told to', async () => {
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
});

async function isMining(peer: RunningPeer): Promise<boolean> {
  const { body } = await peer.call<{ mode: string }>('GET', '/v1/mining');
  return body.mode !== 'off';
}
