import { EventSource } from '#adapters/events/event-source';
import { EventStream } from '#adapters/events/event-stream';
import { MemoryHub } from '#adapters/memory/memory-hub';
import type { MemoryTransport } from '#adapters/memory/memory-transport';
import { joinProofOf } from '#domain/peer-network/join-proof';
import { ApiCaller } from '#test/http/api-caller';
import { documentedOperations } from '#test/http/documented-operations';
import { EventListener } from '#test/http/event-listener';
import { startFundedPeer, stateOf, type TransactionBody } from '#test/http/payment-fixture';
import { startTestPeer, type TestPeer } from '#test/http/test-peer';
import { TRACKER_TOKEN, trackerApp } from '#test/http/tracker-app';
import { testAddress } from '#test/keys';
import { MachineClock } from '#test/machine-clock';
import { startMemoryNode } from '#test/memory-node';
import { testNetwork } from '#test/network';
import { TrackerWorld } from '#test/tracker/tracker-world';
import { until } from '#test/until';

const [MINUTE_MS, HOUR_MS, DAY_MS] = [60_000, 3_600_000, 86_400_000];
const ELSEWHERE = '192.0.2.7';
const recipient = testAddress(9);

/** Where the clock of a machine may stand: far ahead, as it was made, at the last times that headers and dates know. */
const TIMES = ['2046-05-05T05:05:05Z', '1970-01-01T00:00:10Z', '2105-01-01T00:00:00Z', '2000-01-01T00:00:00Z'];

interface Block {
  readonly height: number;
  readonly timestamp: string;
}

describe('a peer whose clock is set forth and back', () => {
  let clock: MachineClock;
  let peer: TestPeer;
  beforeEach(async () => {
    clock = new MachineClock();
    peer = await startFundedPeer(2);
  });
  afterEach(async () => {
    clock.release();
    await peer.close();
  });

  const mineOne = () => peer.api.call<Block>('POST', '/v1/mining/blocks', { body: { recipient } });

  it('answers every operation as its document says, whatever time it is, and is afterwards as it was', async () => {
    const hub = new MemoryHub<MemoryTransport>();
    const network = testNetwork();
    const other = await startMemoryNode(hub, network, 2);
    const here = await startFundedPeer(1, { hub, network, fixedPeers: [2] });
    await until(() => here.node.peers.roster.all().length === 1);
    // The stream does not end; those that mine have a test of their own; subscriptions would be kept.
    const left = /events|mining\/blocks|PUT \/v1\/mining|POST \/v1\/webhooks$/;
    const operations = documentedOperations(here.api.document).filter(({ name }) => !left.test(name));
    const before = await stateOf(here);
    for (const time of TIMES) {
      clock.jumpTo(time);
      for (const { name, method, examplePath, exampleBody } of operations) {
        const body = exampleBody === undefined ? {} : { body: exampleBody };
        const { status, json } = await here.api.call<{ code?: string } | undefined>(method, examplePath, body);
        const isAnswered = status < 500 || json?.code === 'mining-clock-behind';
        expect([time, name, status, isAnswered]).toEqual([time, name, status, true]);
      }
      await here.api.ok('GET', '/v1/blocks/tip');
      expect((await here.api.call('GET', '/readyz')).status).toBe(200);
    }
    clock.correct();
    expect(await stateOf(here)).toBe(before);
    expect(here.node.peers.roster.all()).toHaveLength(1);
    await here.close();
    await other.node.stop();
  });

  it('counts calls from elsewhere by the time that passes', async () => {
    const call = () => peer.api.call('GET', '/v1/chain', { remoteAddress: ELSEWHERE });
    for (let calls = 0; calls < 600; calls++) await call();
    for (const jumpMs of [0, HOUR_MS, -2 * HOUR_MS, HOUR_MS]) {
      clock.jump(jumpMs);
      const { status, headers } = await call();
      expect([jumpMs, status, Number(headers['retry-after']) <= 60]).toEqual([jumpMs, 429, true]);
    }
    expect((await peer.api.call('GET', '/v1/chain', { remoteAddress: '192.0.2.8' })).status).toBe(200);
  });

  it('tells its events on, in order and each once, with heartbeats in between', async () => {
    const listener = await EventListener.open(await peer.listen(), 0);
    const stream = new EventStream(new EventSource(peer.node, peer.events), 0, {
      heartbeatIntervalMs: 5,
      stallTimeoutMs: 60_000,
    });
    let comments = 0;
    stream.on('data', (text: string) => {
      if (text.startsWith(':')) comments++;
    });
    await stream.start();
    for (const jumpMs of [HOUR_MS, -HOUR_MS, -MINUTE_MS]) {
      clock.jump(jumpMs);
      const heard = comments;
      await until(() => comments > heard + 1);
      expect((await mineOne()).status).toBe(201);
    }
    expect((await listener.hear(5)).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
    stream.destroy();
    await listener.close();
  });

  it('remembers what was paid under a key while its clock is a month ahead, and after', async () => {
    const pay = (key: string) =>
      peer.api.call<TransactionBody>('POST', '/v1/wallet/transactions', {
        body: { recipient, amount: 1_000 },
        headers: { 'idempotency-key': key },
      });
    const first = await pay('first');
    clock.jump(30 * DAY_MS);
    expect((await pay('first')).json.id).toBe(first.json.id);
    const second = await pay('second');
    clock.jump(-30 * DAY_MS);
    for (const [key, { json }] of [
      ['first', first],
      ['second', second],
    ] as const) {
      const again = await pay(key);
      expect([again.json.id, again.headers['idempotent-replayed']]).toEqual([json.id, 'true']);
    }
    expect(peer.node.mempool.view.size).toBe(2);
  });

  it('locks a wallet that was unlocked for a time when the clock says so or the time is over, whichever is first', async () => {
    const { api, close } = await startTestPeer();
    const isLocked = async () => (await api.ok<{ locked: boolean }>('GET', '/v1/wallet')).locked;
    const unlock = (seconds: number) => api.ok('POST', '/v1/wallet/unlock', { body: { password: 'secret', seconds } });
    await api.ok('POST', '/v1/wallet', { body: { password: 'secret' } }, 201);
    await unlock(600);
    clock.jump(600_000);
    const payment = { body: { recipient, amount: 1 } };
    expect(await api.refusal('POST', '/v1/wallet/transactions', payment)).toBe('423 wallet-locked');
    expect(await isLocked()).toBe(true);
    await unlock(1);
    clock.jump(-HOUR_MS);
    const end = performance.now() + MINUTE_MS;
    while (!(await isLocked())) {
      if (performance.now() > end) throw new Error('still unlocked');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await close();
  });

  it('never mines earlier than the chain, and says so when its clock is too far behind for that', async () => {
    const { parameters } = peer.network;
    const driftMs = parameters.maxFutureDriftSeconds * 1_000;
    clock.jump(driftMs / 2);
    const ahead = await mineOne();
    clock.correct();
    const helped = await mineOne();
    expect([ahead.status, helped.status]).toEqual([201, 201]);
    expect(Date.parse(helped.json.timestamp)).toBeGreaterThanOrEqual(Date.parse(ahead.json.timestamp));
    clock.jump(-2 * driftMs);
    const tip = await peer.api.ok('GET', '/v1/blocks/tip');
    expect(await peer.api.refusal('POST', '/v1/mining/blocks', { body: { recipient } })).toBe(
      '503 mining-clock-behind',
    );
    const path = `/v1/mining/template?recipient=${recipient}`;
    expect(await peer.api.refusal('GET', path)).toBe('503 mining-clock-behind');
    expect(await peer.api.ok('GET', '/v1/blocks/tip')).toEqual(tip);
    clock.correct();
    expect((await mineOne()).status).toBe(201);
  });

  it('goes on mining at its pace when its clock is set back by an hour while it mines', async () => {
    const height = () => peer.node.chain.tip.height;
    const stop = peer.node.events.subscribe(({ kind }) => {
      if (kind !== 'chain-moved') return;
      stop();
      clock.jump(-HOUR_MS);
    });
    const body = { threads: 1, recipient, mode: 'interval', intervalSeconds: 1 };
    const from = height();
    await peer.api.ok('PUT', '/v1/mining', { body });
    await until(() => height() >= from + 2, MINUTE_MS);
    await peer.api.ok('DELETE', '/v1/mining');
  });
});

describe('a tracker whose clock is set forth and back', () => {
  it('answers every operation as its document says, and its invitations count as before when it is right again', async () => {
    const world = await TrackerWorld.open({ admission: 'token' });
    const app = await trackerApp(world);
    const api = await ApiCaller.of(app, TRACKER_TOKEN);
    const { token } = await api.ok<{ token: string }>('POST', '/v1/join-tokens', {}, 201);
    const states = async () => {
      const { joinTokens } = await api.ok<{ joinTokens: { state: string }[] }>('GET', '/v1/join-tokens');
      return joinTokens.map(({ state }) => state);
    };
    const operations = documentedOperations(api.document).filter(({ name }) => name !== 'POST /v1/join-tokens');
    for (const jumpMs of [8 * DAY_MS, -400 * DAY_MS, 392 * DAY_MS]) {
      world.clock.advance(jumpMs);
      for (const { name, method, examplePath, exampleBody } of operations) {
        const body = exampleBody === undefined ? {} : { body: exampleBody };
        const { status } = await api.call(method, examplePath, body);
        expect([jumpMs, name, status < 500]).toEqual([jumpMs, name, true]);
      }
      expect(await states()).toEqual([jumpMs === 8 * DAY_MS ? 'expired' : 'open']);
    }
    const peer = await world.dialledIn(1);
    const joinProof = joinProofOf(token, peer.session.handshakeHash);
    expect((await world.inTime(peer.greet({ joinProof }))).ok).toBe(true);
    expect(await states()).toEqual(['spent']);
    await app.close();
  });
});
