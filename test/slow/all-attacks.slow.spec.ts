import { CONNECTION_ATTACKS } from '#test/attackers/connection-attacks';
import { Probe } from '#test/attackers/probe';
import { PROTOCOL_ATTACKS } from '#test/attackers/protocol-attacks';
import { SESSION_ATTACKS } from '#test/attackers/session-attacks';
import { Siege } from '#test/attackers/siege';
import { testNetwork } from '#test/network';
import { eventually, onOneTip, type RunningPeer } from '#test/processes/running-peer';
import { TestNetwork } from '#test/processes/test-network';

/** More than the margin of low work, so that a short chain is one. */
const BLOCKS_BEFORE = 200;
const HONEST_BLOCKS = 40;
/** While the attacked peer is down. */
const MISSED_BLOCKS = 60;
const MS_BETWEEN_BLOCKS = 750;
/** What docs/operations.md states. */
const MAX_MEMORY_BYTES = 400_000_000;
/** Many times what a quiet machine takes: all attackers are on the same one, and it may have other things to do. */
const MAX_BLOCK_DELAY_MS = 30_000;
const MAX_HTTP_P99_MS = 15_000;
const CATCH_UP_DEADLINE_MS = 120_000;
const COIN = 100_000_000;

/**
 * Each attack with what some of its tries must have ended with: the refusal that it was made for, or that it got
 * nowhere. Where there are two, which of them depends on what else is going on.
 */
const EXPECTED: readonly (readonly [attack: string, ...outcomes: string[]])[] = [
  ['half-open sockets', 'closed'],
  ['slow writers', 'closed'],
  ['wrong network', 'goodbye 3'],
  ['wrong version', 'goodbye 2'],
  ['another protocol', 'goodbye 1'],
  ['replayed handshake', 'closed'],
  ['stolen identity', 'closed'],
  ['connection flood', 'reset'],
  ['slow readers', 'open'],
  ['slow writers in session', 'open'],
  ['resets mid-frame', 'left'],
  ['malformed frames', 'message-malformed'],
  ['mutated frames', 'message-malformed', 'frame-too-long'],
  ['frames above their cap', 'frame-too-long'],
  ['changed messages', 'closed'],
  ['headers without bodies', 'asked for bodies'],
  ['a low-work chain', 'asked for headers', 'tolerated'],
  ['headers that are none', 'asked for headers', 'tolerated'],
  ['blocks without work', 'banned'],
  ['an inventory flood', 'tolerated'],
  ['transaction spam', 'tolerated'],
  ['transactions with changed signatures', 'banned'],
  ['an address flood', 'tolerated'],
];

describe('a peer that is attacked in every way at once', () => {
  const network = new TestNetwork();
  afterAll(() => network.close());

  it('connects every honest block, answers HTTP, stays small, catches up after a restart, and is as good as new afterwards', async () => {
    const honest = await network.peer('honest');
    const attacked = await network.peer('attacked', { CHEESE_PEERS: honest.tcp });
    const payee = await attacked.makeWallet();
    await honest.makeWallet();
    await honest.mine(BLOCKS_BEFORE);
    await eventually(() => onOneTip([honest, attacked], BLOCKS_BEFORE), 60_000);
    const endpointOf = ({ tcp }: RunningPeer) => ({ host: '127.0.0.1', port: Number(tcp.split(':')[1]) });
    const target = { endpoint: endpointOf(attacked), honest: endpointOf(honest), network: testNetwork() };
    const siege = new Siege(target, [...CONNECTION_ATTACKS, ...SESSION_ATTACKS, ...PROTOCOL_ATTACKS]);
    const probe = new Probe(attacked.http, '/v1/chain');
    const delaysMs: number[] = [];
    for (let block = 1; block <= HONEST_BLOCKS; block++) {
      if (block === HONEST_BLOCKS / 2) await honest.pay(payee, COIN);
      await honest.mine(1);
      const start = performance.now();
      await eventually(() => onOneTip([honest, attacked], BLOCKS_BEFORE + block), 60_000);
      delaysMs.push(performance.now() - start);
      await new Promise((resolve) => setTimeout(resolve, MS_BETWEEN_BLOCKS));
    }
    await probe.end();
    const honestId = (await honest.call<{ id: string }>('GET', '/v1/node')).body.id;
    const { bans } = (await attacked.call<{ bans: { id: string }[] }>('GET', '/v1/node')).body;
    const { peers } = (await attacked.call<{ peers: { id: string; score: number }[] }>('GET', '/v1/peers')).body;
    expect(attacked.output).not.toContain('"level":"error"');

    // It misses many blocks, and comes back into the same siege.
    await attacked.stop();
    await honest.mine(MISSED_BLOCKS);
    await attacked.startAgain();
    const restarted = performance.now();
    const height = BLOCKS_BEFORE + HONEST_BLOCKS + MISSED_BLOCKS;
    await eventually(() => onOneTip([honest, attacked], height), CATCH_UP_DEADLINE_MS);
    const caughtUpMs = performance.now() - restarted;
    await siege.lift();
    process.stderr.write(
      `attacked: blocks after at most ${Math.max(...delaysMs).toFixed(0)} ms, HTTP p50 ${probe.quantile(0.5).toFixed(0)} ` +
        `and p99 ${probe.quantile(0.99).toFixed(0)} ms, memory at most ${(probe.mostMemoryBytes / 1e6).toFixed(0)} MB, ` +
        `${MISSED_BLOCKS} blocks caught up in ${caughtUpMs.toFixed(0)} ms\n`,
    );
    process.stderr.write(siege.report());
    expect(Math.max(...delaysMs)).toBeLessThan(MAX_BLOCK_DELAY_MS);
    expect(probe.quantile(0.99)).toBeLessThan(MAX_HTTP_P99_MS);
    expect(probe.mostMemoryBytes).toBeGreaterThan(0);
    expect(probe.mostMemoryBytes).toBeLessThan(MAX_MEMORY_BYTES);
    for (const [attack, ...outcomes] of EXPECTED) {
      const times = outcomes.reduce((sum, outcome) => sum + siege.count(attack, outcome), 0);
      expect([attack, times > 0]).toEqual([attack, true]);
    }
    expect(siege.count('a low-work chain', 'asked for bodies')).toBe(0);
    expect([...siege.outcomes.keys()].sort()).toEqual(EXPECTED.map(([attack]) => attack).sort());

    expect(bans.length).toBeGreaterThan(0);
    expect(bans.map(({ id }) => id)).not.toContain(honestId);
    expect(peers.find(({ id }) => id === honestId)).toMatchObject({ score: 0 });
    expect(await attacked.balanceOf(payee)).toBe(COIN);
    const newcomer = await network.peer('newcomer', { CHEESE_PEERS: attacked.tcp });
    await eventually(() => onOneTip([honest, attacked, newcomer], height), 60_000);
  }, 600_000);
});
