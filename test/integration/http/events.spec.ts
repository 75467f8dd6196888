import { MemoryHub } from '#adapters/memory/memory-hub';
import type { MemoryTransport } from '#adapters/memory/memory-transport';
import { toHex } from '#domain/primitives/bytes';
import { EventListener } from '#test/http/event-listener';
import { startFundedPeer, type TransactionBody } from '#test/http/payment-fixture';
import { startTestPeer, type TestPeer } from '#test/http/test-peer';
import { testAddress } from '#test/keys';
import { startMemoryNode } from '#test/memory-node';
import { testAllocations, testNetwork } from '#test/network';
import { testTransfer } from '#test/transfer';
import { until } from '#test/until';

const recipient = testAddress(9);

describe('events', () => {
  let peer: TestPeer;
  let url: string;
  let listener: EventListener;
  beforeEach(async () => {
    peer = await startFundedPeer(1);
    url = await peer.listen();
    listener = await EventListener.open(url);
  });
  afterEach(async () => {
    await listener.close();
    await peer.close();
  });

  it('tell a payment from opening to confirmation, after the block that took it', async () => {
    const pay = { body: { recipient, amount: 1_000, memo: 'for cheese' } };
    const paid = await peer.api.ok<TransactionBody>('POST', '/v1/wallet/transactions', pay, 201);
    const block = await peer.api.ok<{
      hash: string;
      timestamp: string;
      previousHash: string;
      size: number;
      reward: { recipient: string; amount: number };
    }>('POST', '/v1/mining/blocks', {}, 201);
    const [opened, connected, confirmed] = await listener.hear(3);
    const time = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(opened).toEqual({
      id: expect.any(Number),
      name: 'transaction.opened',
      data: { time, ...paid, behindGap: false, returned: false },
    });
    expect(connected?.name).toBe('block.connected');
    expect(connected?.data).toEqual({
      time,
      hash: block.hash,
      height: 2,
      previousHash: block.previousHash,
      timestamp: block.timestamp,
      size: block.size,
      reward: { recipient: block.reward.recipient, amount: block.reward.amount },
      transactionCount: 1,
    });
    expect(confirmed).toEqual({
      id: (connected?.id ?? 0) + 1,
      name: 'transaction.confirmed',
      data: { time, ...(await peer.api.ok<object>('GET', `/v1/transactions/${paid.id}`)) },
    });
  });

  it('go on where a listener was cut off, in the middle of a block too', async () => {
    for (let i = 0; i < 5; i++) {
      await peer.api.ok('POST', '/v1/wallet/transactions', { body: { recipient, amount: i + 1 } }, 201);
    }
    await peer.api.ok('POST', '/v1/mining/blocks', {}, 201);
    const all = await listener.hear(11);
    for (const { id } of all) {
      const again = await EventListener.open(url, id);
      await peer.api.call('GET', '/v1/chain');
      const left = all.filter((event) => (event.id ?? 0) > (id ?? 0));
      expect(await again.hear(left.length)).toEqual(left);
      await again.close();
    }
  });

  it('refuse numbers that are none, of another journal, or kept no longer', async () => {
    const ask = (id: string) => peer.api.refusal('GET', '/v1/events', { headers: { 'last-event-id': id } });
    expect(await ask('x')).toBe('400 request-invalid');
    expect(await ask('-1')).toBe('400 request-invalid');
    expect(await ask('1.5')).toBe('400 request-invalid');
    expect(await ask('999999')).toBe('410 events-passed');
    expect(await peer.api.refusal('GET', '/v1/events?after=x')).toBe('400 request-invalid');
    expect(await peer.api.refusal('GET', '/v1/events?since=1')).toBe('400 request-invalid');
  });

  it('may be asked for from the first that is kept', async () => {
    const response = await fetch(new URL('/v1/events?after=0', url));
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const reader = response.body?.getReader();
    let text = '';
    while (!text.includes('block.connected')) text += new TextDecoder().decode((await reader?.read())?.value);
    expect(text).toMatch(/^retry: 2000\nid: 0\n\nid: 1\nevent: block\.connected\ndata: \{/);
    await reader?.cancel();
  });

  it('tell 64 listeners and no more, and a place is free when one has left', async () => {
    const others = await Promise.all(Array.from({ length: 63 }, () => EventListener.open(url)));
    expect(await peer.api.refusal('GET', '/v1/events')).toBe('503 events-busy');
    await others[0]?.close();
    let last: EventListener | undefined;
    await until(() => {
      void EventListener.open(url).then(
        (opened) => {
          if (last === undefined) last = opened;
          else void opened.close();
        },
        () => undefined,
      );
      return last !== undefined;
    });
    await peer.api.ok('POST', '/v1/mining/blocks', {}, 201);
    for (const each of others.slice(1)) expect((await each.hear(1))[0]?.name).toBe('block.connected');
    await Promise.all([...others, last].map((each) => each?.close()));
  });

  it('need the token from elsewhere, like every read', async () => {
    const call = { token: null, remoteAddress: '192.0.2.1' };
    expect(await peer.api.refusal('GET', '/v1/events', call)).toBe('401 token-missing');
  });

  it('are answered to HEAD with their headers alone', async () => {
    const answer = await peer.api.call('HEAD', '/v1/events');
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/event-stream; charset=utf-8');
  });

  it('do not keep the peer from closing', async () => {
    await peer.close();
    await listener.whenEnded();
  });
});

it('events tell why a transaction is open no longer', async () => {
  const network = testNetwork({ allocations: testAllocations(3, 1_000_000) });
  const peer = await startTestPeer({ network });
  const listener = await EventListener.open(await peer.listen());
  const send = (fee: number) => {
    const raw = toHex(testTransfer(network, { from: 1, to: 2, nonce: 0, amount: 100, fee }).bytes);
    return peer.api.ok<TransactionBody>('POST', '/v1/transactions', { body: { raw } }, 201);
  };
  const [first, second] = [await send(400), await send(4_000)];
  const [opened, dropped, replacement] = await listener.hear(3);
  expect([opened?.data['id'], replacement?.data['id']]).toEqual([first.id, second.id]);
  const { status: _status, ...transaction } = first;
  expect(dropped).toEqual({
    id: 2,
    name: 'transaction.dropped',
    data: { time: expect.any(String), ...transaction, code: 'mempool-replaced', by: second.id },
  });
  await listener.close();
  await peer.close();
});

describe('events of the network', () => {
  it('tell who comes and goes', async () => {
    const hub = new MemoryHub<MemoryTransport>();
    const peer = await startTestPeer({ hub, seed: 1 });
    const listener = await EventListener.open(await peer.listen());
    const other = await startMemoryNode(hub, peer.network, 2, [1]);
    const [connected] = await listener.hear(1);
    expect(connected).toMatchObject({
      name: 'peer.connected',
      data: { address: '10.0.0.2:9009', direction: 'inbound', agent: 'test node 2' },
    });
    await other.node.stop();
    const [, gone] = await listener.hear(2);
    expect(gone).toMatchObject({ name: 'peer.disconnected', data: { id: connected?.data['id'] } });
    expect(gone?.data['code']).toEqual(expect.any(String));
    await listener.close();
    await peer.close();
  });

  it('tell a reorganisation in order, each event once, to a listener that is killed and resumes fifty times', async () => {
    const hub = new MemoryHub<MemoryTransport>();
    const network = testNetwork();
    const peer = await startFundedPeer(2, { hub, network, seed: 1 });
    const url = await peer.listen();
    const steady = await EventListener.open(url, 0);
    const rounds = 50;
    const heard: (string | number | undefined)[][] = [];
    let last = 0;
    const listen = async (count: number) => {
      const killed = await EventListener.open(url, last);
      const events = await killed.hear(count);
      await killed.close();
      for (const { id, name, data } of events) heard.push([id, name, String(data['hash'] ?? data['id'])]);
      last = events.at(-1)?.id ?? last;
    };
    const branch: string[] = [];
    for (let round = 0; round < rounds; round++) {
      // A rival that was alone mines more and wins: what stood on top comes back off.
      const rival = await startMemoryNode(new MemoryHub<MemoryTransport>(), network, 2);
      const fork = Math.max(0, peer.node.chain.tip.height - 1);
      for (let height = 1; height <= fork; height++) {
        const block = await peer.node.queries.blockAt(height);
        if (block !== undefined) await rival.node.chain.accept(block.block);
      }
      await peer.api.ok('POST', '/v1/wallet/transactions', { body: { recipient, amount: round + 1 } }, 201);
      if (round % 2 === 0) await peer.api.ok('POST', '/v1/mining/blocks', {}, 201);
      const needed = peer.node.chain.tip.height - fork + 1;
      await rival.mine(needed);
      for (let height = fork + 1; height <= fork + needed; height++) {
        const block = await rival.node.queries.blockAt(height);
        if (block !== undefined) await peer.node.chain.accept(block.block);
      }
      branch.push(peer.node.chain.tip.hash);
      await listen(1 + (round % 3));
      await rival.node.stop();
    }
    const { latest } = await (async () => {
      await peer.events.idle();
      return peer.events.journal.bounds();
    })();
    const all = await steady.hear(latest);
    while (last < latest) await listen(1);
    const flat = all.map(({ id, name, data }) => [id, name, String(data['hash'] ?? data['id'])]);
    expect(heard.slice(0, latest)).toEqual(flat);
    expect(all.map(({ id }) => id)).toEqual(Array.from({ length: latest }, (_, at) => at + 1));
    expect(followed(all)).toBe(peer.node.chain.tip.hash);
    await steady.close();
    await peer.close();
  }, 120_000);
});

/** Where a listener that follows the events finds the chain's end; throws when one doesn't fit on the one before. */
function followed(
  events: readonly { readonly name: string; readonly data: Readonly<Record<string, unknown>> }[],
): unknown {
  let tip: unknown;
  for (const { name, data } of events) {
    if (name === 'block.connected') {
      if (tip !== undefined && data['previousHash'] !== tip) throw new Error(`${data['hash']} does not fit on ${tip}`);
      tip = data['hash'];
    }
    if (name === 'block.disconnected') {
      if (data['hash'] !== tip) throw new Error(`${data['hash']} is not the tip ${tip}`);
      tip = data['previousHash'];
    }
  }
  return tip;
}
