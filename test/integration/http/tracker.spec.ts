import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { TrackerSchemas } from '#client/tracker-types';
import { accepted, refused } from '#domain/primitives/result';
import { ApiCaller, type ProblemBody } from '#test/http/api-caller';
import { TRACKER_TOKEN, trackerApp } from '#test/http/tracker-app';
import { TrackerWorld } from '#test/tracker/tracker-world';

const ELSEWHERE = '192.0.2.7';

type ListBody = TrackerSchemas['ListedPeersView'];

describe('a tracker over HTTP', () => {
  const apps: NestFastifyApplication[] = [];

  afterEach(async () => {
    await Promise.all(apps.splice(0).map((app) => app.close()));
  });

  const callerOf = async (world: TrackerWorld): Promise<ApiCaller> => {
    const app = await trackerApp(world);
    apps.push(app);
    return ApiCaller.of(app, TRACKER_TOKEN);
  };

  it('lists its peers by id, page after page, each once', async () => {
    const world = await TrackerWorld.open();
    for (let seed = 1; seed <= 5; seed++) await world.joined(seed);
    const api = await callerOf(world);
    const whole = await api.call<ListBody>('GET', '/v1/peers', { token: null });
    const ids = whole.json.peers.map(({ id }) => id);
    expect([ids.length, ids, whole.json.next]).toEqual([5, [...ids].sort(), null]);
    const paged: string[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const query: string = next === '' ? '' : `&before=${next}`;
      const { json } = await api.call<ListBody>('GET', `/v1/peers?limit=2${query}`);
      paged.push(...json.peers.map(({ id }) => id));
      next = json.next;
    }
    expect(paged).toEqual(ids);
  });

  it('wants its token from other machines, for all but probes and metrics', async () => {
    const api = await callerOf(await TrackerWorld.open());
    const from = { remoteAddress: ELSEWHERE };
    const without = await api.call<ProblemBody>('GET', '/v1/peers', { ...from, token: null });
    expect([without.status, without.json.code]).toEqual([401, 'token-missing']);
    const wrong = await api.call<ProblemBody>('GET', '/v1/peers', { ...from, token: 'another' });
    expect([wrong.status, wrong.json.code]).toEqual([401, 'token-wrong']);
    expect((await api.call('GET', '/v1/peers', from)).status).toBe(200);
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      expect((await api.call('GET', path, { ...from, token: null, headers: { host: 'any.example' } })).status).toBe(
        200,
      );
    }
  });

  it('lets nobody change its list, and names what it does not have', async () => {
    const api = await callerOf(await TrackerWorld.open());
    const changed = await api.call<ProblemBody>('DELETE', '/v1/peers');
    expect([changed.status, changed.json.code]).toEqual([405, 'method-not-allowed']);
    expect((await api.call<ProblemBody>('GET', '/v1/wallet')).json.code).toBe('not-found');
    const paths = ['/v1/admission', '/v1/join-tokens', '/v1/peers', '/v1/revocations'];
    expect(Object.keys(api.document.paths).sort()).toEqual(paths);
  });

  it('is not ready while its registry cannot be kept', async () => {
    let isFull = true;
    const world = await TrackerWorld.open({
      store: {
        load: async () => accepted([]),
        save: async () =>
          isFull ? refused({ code: 'registry-unwritable', where: 'here', reason: 'ENOSPC' }) : accepted(undefined),
      },
    });
    const api = await callerOf(world);
    expect((await api.call('GET', '/readyz')).status).toBe(200);
    await world.joined(1);
    await world.pass(2_000);
    const unready = await api.call<{ reason: string }>('GET', '/readyz');
    expect([unready.status, unready.json.reason]).toEqual([503, 'what it knows is not kept: registry-unwritable']);
    isFull = false;
    await world.pass(2_000);
    expect((await api.call('GET', '/readyz')).status).toBe(200);
  });

  it('counts what happens, in figures whose names tell their unit', async () => {
    const world = await TrackerWorld.open();
    const api = await callerOf(world);
    const [peer] = [await world.joined(1), await world.joined(2)];
    await world.pass(16_000);
    peer.transport.kill();
    const stranger = await world.dialledIn(3);
    await world.toldTo(stranger);
    const { text } = await api.call('GET', '/metrics');
    for (const line of [
      'cheesechain_tracker_listed_peers 1',
      'cheesechain_tracker_registered_peers 1',
      'cheesechain_tracker_unjoined_sessions 1',
      'cheesechain_tracker_waiting_dial_backs 0',
      'cheesechain_tracker_info{network="devnet"} 1',
      'cheesechain_tracker_events_total{kind="listed"} 2',
      'cheesechain_tracker_events_total{kind="delisted"} 1',
      'cheesechain_tracker_dial_backs_total{code="met"} 2',
      'cheesechain_tracker_refusals_total{code="peer-unknown"} 1',
      'cheesechain_tracker_health_check_latency_seconds_count 2',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
  });
});
