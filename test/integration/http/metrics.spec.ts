import { spawnSync } from 'node:child_process';
import { startFundedPeer } from '#test/http/payment-fixture';
import type { TestPeer } from '#test/http/test-peer';
import { testAddress } from '#test/keys';

/** Samples of one metric: labels and value as Prometheus reads them. */
function samples(text: string, name: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  return new Map(lines.map((line) => [line.slice(name.length, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

describe('the metrics of a peer', () => {
  let peer: TestPeer;
  beforeAll(async () => {
    peer = await startFundedPeer(2);
  });
  afterAll(() => peer.close());

  const scrape = async () => (await peer.api.call('GET', '/metrics')).text;
  const value = (text: string, name: string, labels = '') => samples(text, name).get(labels);

  it('count what happens to chain and transactions', async () => {
    const pay = { body: { recipient: testAddress(9), amount: 5 } };
    await peer.api.ok('POST', '/v1/wallet/transactions', pay, 201);
    expect(value(await scrape(), 'cheesechain_open_transactions')).toBe(1);
    await peer.api.ok('POST', '/v1/mining/blocks', {}, 201);
    const text = await scrape();
    expect(value(text, 'cheesechain_chain_height_blocks')).toBe(3);
    expect(value(text, 'cheesechain_chain_blocks_total', '{move="connected"}')).toBe(3);
    expect(value(text, 'cheesechain_chain_blocks_total', '{move="disconnected"}')).toBe(0);
    expect(value(text, 'cheesechain_chain_transactions_total')).toBe(1);
    expect(value(text, 'cheesechain_open_transaction_changes_total', '{change="opened"}')).toBe(1);
    expect(value(text, 'cheesechain_open_transaction_changes_total', '{change="confirmed"}')).toBe(1);
    expect(value(text, 'cheesechain_mining_blocks_found_total')).toBe(3);
    expect(value(text, 'cheesechain_events_total')).toBe(peer.events.journal.bounds().latest);
  });

  it('count requests by route and status, never by path', async () => {
    await peer.api.call('GET', '/v1/blocks/1');
    await peer.api.call('GET', '/v1/blocks/2');
    await peer.api.call('GET', '/v1/blocks/99');
    await peer.api.call('GET', '/nothing/here');
    await peer.api.call('PATCH', '/nothing/there');
    const text = await scrape();
    const requests = (labels: string) => value(text, 'cheesechain_http_requests_total', labels);
    expect(requests('{method="GET",route="/v1/blocks/:which",status="200"}')).toBe(2);
    expect(requests('{method="GET",route="/v1/blocks/:which",status="404"}')).toBe(1);
    expect(requests('{method="other",route="none",status="404"}')).toBe(2);
    const counted = samples(text, 'cheesechain_http_request_duration_seconds_count');
    expect(counted.get('{method="GET",route="/v1/blocks/:which"}')).toBe(3);
    expect(text).not.toContain('/nothing');
  });

  it('tell of each capability', async () => {
    const text = await scrape();
    for (const name of [
      'cheesechain_sessions',
      'cheesechain_session_changes_total',
      'cheesechain_banned_peers',
      'cheesechain_sync_behind_blocks',
      'cheesechain_relay_blocks_received_total',
      'cheesechain_relay_block_announcements_total',
      'cheesechain_relay_transactions_total',
      'cheesechain_mining_hashes_per_second',
      'cheesechain_webhooks',
      'nodejs_eventloop_lag_p99_seconds',
      'process_resident_memory_bytes',
    ]) {
      expect([name, samples(text, name).size > 0]).toEqual([name, true]);
    }
  });

  it('pass the linter of Prometheus, where it is installed', async () => {
    const linted = spawnSync('promtool', ['check', 'metrics'], { input: await scrape(), encoding: 'utf8' });
    if (linted.error !== undefined) {
      process.stderr.write('promtool is not installed: the metrics are not linted here\n');
      return;
    }
    expect([linted.status, linted.stdout + linted.stderr]).toEqual([0, '']);
  });
});
