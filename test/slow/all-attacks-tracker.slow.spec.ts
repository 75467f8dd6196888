import { CONNECTION_ATTACKS } from '#test/attackers/connection-attacks';
import { Probe } from '#test/attackers/probe';
import { SESSION_ATTACKS } from '#test/attackers/session-attacks';
import { Siege } from '#test/attackers/siege';
import { testNetwork } from '#test/network';
import { eventually } from '#test/processes/running-peer';
import { TestNetwork } from '#test/processes/test-network';

/** What docs/operations.md states. */
const MAX_MEMORY_BYTES = 250_000_000;
const MAX_HTTP_P99_MS = 15_000;
/** A peer that finds no place tries again, half a minute later in the end. */
const JOIN_DEADLINE_MS = 180_000;
const SIEGE_MS = 20_000;

/** What some tries of each attack must have ended with. */
const EXPECTED: readonly (readonly [attack: string, outcome: string])[] = [
  ['half-open sockets', 'closed'],
  ['slow writers', 'closed'],
  ['wrong network', 'goodbye 3'],
  ['wrong version', 'goodbye 2'],
  ['another protocol', 'goodbye 1'],
  ['replayed handshake', 'closed'],
  ['stolen identity', 'closed'],
  ['slow readers', 'open'],
  ['resets mid-frame', 'left'],
  ['malformed frames', 'message-malformed'],
  ['frames above their cap', 'frame-too-long'],
  ['changed messages', 'closed'],
];

describe('a tracker that is attacked in every way at once', () => {
  const network = new TestNetwork();
  afterAll(() => network.close());

  it('keeps the peers it has, lists and introduces new ones, answers HTTP and stays small', async () => {
    const tracker = await network.tracker();
    const settings = { CHEESE_TRACKERS: tracker.tcp };
    const listed = async (): Promise<number> => (await tracker.client.get('/v1/peers')).peers.length;
    const one = await network.peer('one', settings);
    await eventually(async () => (await listed()) === 1);
    const endpointOf = (tcp: string) => ({ host: '127.0.0.1', port: Number(tcp.split(':')[1]) });
    const target = { endpoint: endpointOf(tracker.tcp), honest: endpointOf(one.tcp), network: testNetwork() };
    const siege = new Siege(target, [...CONNECTION_ATTACKS, ...SESSION_ATTACKS]);
    const probe = new Probe(tracker.http, '/v1/peers');
    const begun = performance.now();
    const two = await network.peer('two', settings);
    await eventually(async () => (await listed()) === 2, JOIN_DEADLINE_MS);
    await eventually(async () => (await one.chain()).peers === 1 && (await two.chain()).peers === 1, JOIN_DEADLINE_MS);
    const joinedMs = performance.now() - begun;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, SIEGE_MS - joinedMs)));
    expect(await listed()).toBe(2);
    await probe.end();
    await siege.lift();
    process.stderr.write(
      `attacked tracker: a peer started and introduced in ${joinedMs.toFixed(0)} ms, HTTP p99 ` +
        `${probe.quantile(0.99).toFixed(0)} ms, memory at most ${(probe.mostMemoryBytes / 1e6).toFixed(0)} MB\n`,
    );
    process.stderr.write(siege.report());
    expect(probe.quantile(0.99)).toBeLessThan(MAX_HTTP_P99_MS);
    expect(probe.mostMemoryBytes).toBeGreaterThan(0);
    expect(probe.mostMemoryBytes).toBeLessThan(MAX_MEMORY_BYTES);
    for (const [attack, outcome] of EXPECTED) {
      expect([attack, siege.count(attack, outcome) > 0]).toEqual([attack, true]);
    }
    expect(tracker.program.output).not.toContain('"level":"error"');
  }, 600_000);
});
