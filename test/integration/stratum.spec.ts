import { testAddress, testKey } from '#test/keys';
import { testAllocations, testNetwork } from '#test/network';
import { type StratumFixture, startStratum } from '#test/stratum/stratum-fixture';
import { testTransfer } from '#test/transfer';
import { until } from '#test/until';

const SUBSIDY = 5_000_000_000;

/** Rules as on testnet, with a block every 65,536 hashes: time steps, a moving difficulty, rewards that mature. */
const testnetLike = testNetwork({
  retarget: true,
  targetSpacingSeconds: 1,
  startingBits: 0x1f01_0000,
  easiestBits: 0x1f01_0000,
  minTimestampStepSeconds: 1,
  maxFutureDriftSeconds: 60,
  rewardMaturityBlocks: 2,
  allocations: testAllocations(4, 1_000_000_000),
});

/** Blocks are far away; shares of the least difficulty are not. */
const distant = testNetwork({ startingBits: 0x1b00_ffff, easiestBits: 0x1f01_0000 });

describe('a Stratum miner', () => {
  let stratum: StratumFixture;
  beforeEach(async () => {
    stratum = await startStratum(testnetLike);
  });
  afterEach(() => stratum.close());

  it('mines ten blocks over TCP and is paid every one of them exactly, fees included', async () => {
    const { node } = stratum;
    const [user, payee] = [`${testAddress(9)}.rig-1`, testKey(9).account];
    const client = await stratum.client();
    await client.begin(user);
    const rewards: number[] = [];
    for (let height = 1; height <= 10; height++) {
      let fees = 0;
      // Three payments wait for every third block, so that merkle branches of two lengths are mined.
      if (height % 3 === 0) {
        for (let from = 1; from <= 3; from++) {
          const transfer = { from, to: 0, nonce: height / 3 - 1, amount: 5, fee: 100_000 + height };
          const sent = await node.transactions.submit(testTransfer(testnetLike, transfer).bytes, 'own');
          expect(sent).toMatchObject({ ok: true });
          fees += transfer.fee;
        }
        await client.until(() => client.branch.length === 2);
      }
      const share = await client.findShare();
      const answer = await client.submit(user, share);
      expect(answer).toMatchObject({ result: true, error: null });
      await client.until(() => client.job.clean === true && node.chain.tip.height === height);
      expect(node.chain.tip.hash).toBe(share.hash);
      expect(await node.chain.rewardAt(height)).toMatchObject({ recipient: payee, amount: SUBSIDY + fees });
      rewards.push(SUBSIDY + fees);
    }
    expect(node.mempool.view.size).toBe(0);
    const matured = await node.chain.accounts([payee]);
    // The newest two rewards have yet to mature.
    const due = rewards.slice(0, -2).reduce((sum, amount) => sum + amount, 0);
    expect(matured.get(payee)?.balance).toBe(due);
    expect(stratum.pool.workers()).toMatchObject([{ name: user, accepted: 10, refused: 0, blocksFound: 10 }]);
  });

  it('is told of a new tip at once, and what it then finds for the old one is stale', async () => {
    const client = await stratum.client();
    await client.begin(testAddress(9));
    const share = await client.findShare();
    const before = client.jobs.length;
    await stratum.mine(1);
    await client.until(() => client.jobs.length > before);
    expect(client.job.clean).toBe(true);
    expect((await client.submit(testAddress(9), share)).error?.[0]).toBe(21);
    expect(stratum.pool.totals).toEqual({ accepted: 0, stale: 1, refused: 0, blocksFound: 0 });
  });

  it('gets work that pays more when a transaction opens', async () => {
    const client = await stratum.client();
    await client.begin(testAddress(9));
    const transfer = testTransfer(testnetLike, { from: 1, to: 2, nonce: 0, fee: 100_000 });
    await stratum.node.transactions.submit(transfer.bytes, 'own');
    await client.until(() => client.branch.length === 1);
    expect(client.job.clean).toBe(false);
  });
});

describe('Stratum’s order of things', () => {
  let stratum: StratumFixture;
  const user = testAddress(9);
  beforeEach(async () => {
    stratum = await startStratum(distant);
  });
  afterEach(() => stratum.close());

  it('gives 4 bytes of extra nonce, leaves 8, and sets a difficulty before the first job', async () => {
    const client = await stratum.client();
    await client.begin(user);
    const methods = client.lines.map((line) => JSON.parse(line).method ?? 'answer');
    expect(methods).toEqual(['answer', 'answer', 'mining.set_difficulty', 'mining.notify']);
    expect(client.extranonce1).toMatch(/^[0-9a-f]{8}$/);
    expect(client.extranonce2Bytes).toBe(8);
    expect(client.difficulty).toBe(1 / 65_536);
    const [, , part1, part2] = client.job.params as [string, string, string, string];
    expect(part1.length + part2.length).toBe(2 * (68 - 12));
    expect(part2.length).toBeGreaterThanOrEqual(2);
    const other = await stratum.client();
    await other.begin(user);
    expect(other.extranonce1).not.toBe(client.extranonce1);
  });

  it('raises the difficulty of a fast miner, with a new job, and judges each share by its own job', async () => {
    const client = await stratum.client();
    await client.begin(user);
    const first = client.difficulty;
    const early = await client.findShare();
    for (let i = 0; i < 8; i++) {
      expect(await client.submit(user, await client.findShare())).toMatchObject({ result: true });
    }
    await client.until(() => client.difficulty > first);
    await client.until(() => client.job.difficulty === client.difficulty);
    expect(client.job.clean).toBe(false);
    expect(await client.submit(user, early)).toMatchObject({ result: true });
  });

  it('rolls the version bits that were agreed on, and no others', async () => {
    const client = await stratum.client();
    const wanted = { 'version-rolling.mask': 'ffffffff', 'version-rolling.min-bit-count': 2 };
    const configured = await client.call('mining.configure', ['version-rolling', 'minimum-difficulty'], wanted);
    expect(configured.result).toEqual({
      'version-rolling': true,
      'version-rolling.mask': '1fffe000',
      'minimum-difficulty': false,
    });
    await client.begin(user);
    const share = await client.findShare(0x0ead_e000);
    expect((await client.submit(user, share, '2eade001')).error?.[0]).toBe(20);
    expect((await client.submit(user, share)).error?.[0]).toBe(23);
    expect(await client.submit(user, share, '0eade000')).toMatchObject({ result: true });
  });

  it('takes times from the job’s own up to the drift, and no others', async () => {
    const client = await stratum.client();
    await client.begin(user);
    const share = await client.findShare();
    const time = Number.parseInt(share.time, 16);
    for (const wrong of [time - 1, time + 7_300]) {
      expect((await client.submit(user, { ...share, time: wrong.toString(16) })).error?.[2]).toBe(
        'stratum-time-out-of-range',
      );
    }
    // Another time is another header: its work is not done.
    expect((await client.submit(user, { ...share, time: (time + 100).toString(16) })).error?.[0]).toBe(23);
  });

  it('counts a share once', async () => {
    const client = await stratum.client();
    await client.begin(user);
    const share = await client.findShare();
    expect(await client.submit(user, share)).toMatchObject({ result: true });
    expect((await client.submit(user, share)).error?.[0]).toBe(22);
    expect(stratum.pool.workers()).toMatchObject([{ accepted: 1, refused: 1, blocksFound: 0 }]);
  });

  it('answers what has no place yet with Stratum’s numbers', async () => {
    const client = await stratum.client();
    const share = { jobId: '1', extranonce2: '00'.repeat(8), time: '00000000', nonce: '00000000', hash: '' };
    expect((await client.submit(user, share)).error?.[0]).toBe(25);
    expect((await client.call('mining.authorize', user)).error?.[0]).toBe(25);
    await client.call('mining.subscribe');
    expect((await client.submit(user, share)).error?.[0]).toBe(24);
    expect((await client.call('mining.authorize', testAddress(9, 'cheese'))).error?.[0]).toBe(24);
    expect((await client.call('mining.authorize', 'nobody')).error?.[0]).toBe(24);
    expect((await client.call('mining.authorize', user)).result).toBe(true);
    expect((await client.call('mining.authorize', testAddress(8))).error?.[0]).toBe(24);
    expect((await client.submit(testAddress(8), share)).error?.[0]).toBe(24);
    expect((await client.submit(user, { ...share, jobId: 'ffff' })).error?.[0]).toBe(21);
    expect((await client.call('mining.extranonce.subscribe')).result).toBe(true);
    expect((await client.call('mining.fly')).error?.[0]).toBe(20);
  });

  it('forgets a worker that hangs up', async () => {
    const client = await stratum.client();
    await client.begin(user);
    expect(stratum.pool.workers()).toHaveLength(1);
    client.close();
    await until(() => stratum.pool.workers().length === 0);
    expect(stratum.server.connections).toBe(0);
  });
});
