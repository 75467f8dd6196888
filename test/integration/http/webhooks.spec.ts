import { MemoryHub } from '#adapters/memory/memory-hub';
import type { MemoryTransport } from '#adapters/memory/memory-transport';
import { EventListener } from '#test/http/event-listener';
import { startFundedPeer, type TransactionBody } from '#test/http/payment-fixture';
import type { TestPeer } from '#test/http/test-peer';
import { HURRY, mineOne, subscribe, untilWebhook, webhookStatus } from '#test/http/webhook-calls';
import { isSigned, WebhookReceiver } from '#test/http/webhook-receiver';
import { testAddress } from '#test/keys';
import { startMemoryNode } from '#test/memory-node';

interface DeadLetters {
  readonly deadLetters: readonly { readonly number: number; readonly attempts: number; readonly code: string }[];
  readonly next: string | null;
}

describe('webhooks', () => {
  let peer: TestPeer;
  let receiver: WebhookReceiver;
  beforeEach(async () => {
    peer = await startFundedPeer(1, { webhookTiming: HURRY });
    receiver = await WebhookReceiver.start();
  });
  afterEach(async () => {
    await peer.close();
    await receiver.close();
  });

  it('deliver what a listener of the stream hears, in the same order and with the same numbers', async () => {
    const listener = await EventListener.open(await peer.listen());
    await subscribe(peer, receiver.url);
    for (const amount of [1, 2, 3]) {
      await peer.api.ok<TransactionBody>(
        'POST',
        '/v1/wallet/transactions',
        { body: { recipient: testAddress(9), amount } },
        201,
      );
    }
    await mineOne(peer);
    const heard = await listener.hear(7);
    const taken = await receiver.take(7);
    expect(taken.map(({ event }) => event)).toEqual(
      heard.map(({ id, name, data }) => ({ id, type: name, timestamp: data['time'], data })),
    );
    await listener.close();
  });

  it('tell a reorganisation in order although the receiver fails, and end on the chain that won', async () => {
    const listener = await EventListener.open(await peer.listen());
    await subscribe(peer, receiver.url, { events: ['block.connected', 'block.disconnected'] });
    let calls = 0;
    receiver.answer = () => (calls++ % 3 === 0 ? 500 : 204);
    await mineOne(peer);
    const rival = await startMemoryNode(new MemoryHub<MemoryTransport>(), peer.network, 2);
    const first = await peer.node.queries.blockAt(1);
    if (first !== undefined) await rival.node.chain.accept(first.block);
    await rival.mine(3);
    for (const height of [2, 3, 4]) {
      const found = await rival.node.queries.blockAt(height);
      if (found !== undefined) await peer.node.chain.accept(found.block);
    }
    const heard = (await listener.hear(5)).filter(({ name }) => name.startsWith('block.'));
    const taken = await receiver.take(heard.length);
    expect(taken.map(({ event }) => [event.id, event.type, event.data['hash']])).toEqual(
      heard.map(({ id, name, data }) => [id, name, data['hash']]),
    );
    expect(heard.map(({ name }) => name)).toContain('block.disconnected');
    expect(taken.at(-1)?.event.data['hash']).toBe(rival.node.chain.tip.hash);
    await rival.node.stop();
    await listener.close();
  });

  it('sign each delivery so that the library of the convention believes it, and only with the right secret', async () => {
    const { secret } = await subscribe(peer, receiver.url);
    await mineOne(peer);
    const [delivery] = await receiver.take(1);
    if (delivery === undefined) throw new Error('nothing was delivered');
    expect(isSigned(delivery, secret)).toBe(true);
    expect(isSigned(delivery, `whsec_${Buffer.alloc(32, 7).toString('base64')}`)).toBe(false);
    expect(isSigned({ ...delivery, body: delivery.body.replace('"id":2', '"id":3') }, secret)).toBe(false);
    const replayed = { ...delivery.headers, 'webhook-timestamp': '1793534400' };
    expect(isSigned({ ...delivery, headers: replayed }, secret)).toBe(false);
  });

  it('use the secret that is given, and never tell it again', async () => {
    const secret = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;
    const created = await subscribe(peer, receiver.url, { secret });
    expect(created.secret).toBe(secret);
    await mineOne(peer);
    const [delivery] = await receiver.take(1);
    expect(delivery !== undefined && isSigned(delivery, secret)).toBe(true);
    const list = await peer.api.call('GET', '/v1/webhooks');
    expect(list.text).toContain(created.id);
    expect(list.text).not.toContain(secret);
  });

  it('deliver only the events that were asked for', async () => {
    const { id } = await subscribe(peer, receiver.url, { events: ['transaction.confirmed'] });
    const pay = { body: { recipient: testAddress(9), amount: 5 } };
    const { id: transaction } = await peer.api.ok<TransactionBody>('POST', '/v1/wallet/transactions', pay, 201);
    await mineOne(peer);
    const [delivery] = await receiver.take(1);
    expect(delivery?.event).toMatchObject({ type: 'transaction.confirmed', data: { id: transaction } });
    await untilWebhook(peer, id, ({ position }) => position === peer.events.journal.bounds().latest);
    expect(receiver.seen).toHaveLength(1);
  });

  it('begin after the number that is given', async () => {
    await mineOne(peer);
    await mineOne(peer);
    await subscribe(peer, receiver.url, { after: 1 });
    const taken = await receiver.take(2);
    expect(taken.map(({ event }) => event.id)).toEqual([2, 3]);
  });

  it('miss nothing while the receiver fails in every way, and repeat an event under one id', async () => {
    await subscribe(peer, receiver.url);
    const ways = [500, 'cut', 302, 204] as const;
    let at = 0;
    receiver.answer = () => ways[at++ % ways.length] ?? 204;
    for (let block = 0; block < 5; block++) await mineOne(peer);
    const taken = await receiver.take(5);
    expect(taken.map(({ event }) => event.id)).toEqual([2, 3, 4, 5, 6]);
    expect(receiver.seen).toHaveLength(20);
    const ids = receiver.seen.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(5);
  });

  it('give up a receiver that does not answer in time, and come again', async () => {
    await subscribe(peer, receiver.url);
    let calls = 0;
    receiver.answer = () => (calls++ === 0 ? 'hang' : 204);
    await mineOne(peer);
    await receiver.take(1);
    expect(receiver.seen).toHaveLength(2);
  });

  it('keep what could not be delivered, go on, and deliver it when they are asked to', async () => {
    const { id } = await subscribe(peer, receiver.url);
    receiver.answer = ({ event }) => (event.id <= 3 ? 503 : 204);
    for (let block = 0; block < 3; block++) await mineOne(peer);
    await receiver.take(1);
    expect(receiver.taken.map(({ event }) => event.id)).toEqual([4]);
    const page = await peer.api.ok<DeadLetters>('GET', `/v1/webhooks/${id}/dead-letters?limit=1`);
    expect(page).toMatchObject({
      deadLetters: [{ number: 3, attempts: 4, code: 'webhook-answer-refused', status: 503, type: 'block.connected' }],
      next: '3',
    });
    const older = await peer.api.ok<DeadLetters>('GET', `/v1/webhooks/${id}/dead-letters?before=${page.next}`);
    expect(older.deadLetters.map(({ number }) => number)).toEqual([2]);
    receiver.answer = ({ event }) => (event.id === 2 ? 400 : 204);
    const path = `/v1/webhooks/${id}/dead-letters/retry`;
    expect(await peer.api.ok('POST', path, {}, 202)).toEqual({ deadLetters: 2 });
    await receiver.take(2);
    const status = await untilWebhook(peer, id, ({ deadLetters }) => deadLetters === 1);
    expect(receiver.taken.map(({ event }) => event.id)).toEqual([4, 3]);
    expect(status.state).toBe('delivering');
    await peer.api.ok('DELETE', `/v1/webhooks/${id}/dead-letters`, {}, 204);
    expect((await webhookStatus(peer, id)).deadLetters).toBe(0);
  });

  it('say what is wrong with a receiver', async () => {
    const { id } = await subscribe(peer, receiver.url);
    receiver.answer = () => 500;
    await mineOne(peer);
    const { state, failure } = await untilWebhook(peer, id, (status) => status.failure !== null);
    expect([state, failure?.code, failure?.status]).toEqual(['retrying', 'webhook-answer-refused', 500]);
  });

  it('end when they are removed', async () => {
    const { id } = await subscribe(peer, receiver.url);
    await mineOne(peer);
    await receiver.take(1);
    await peer.api.ok('DELETE', `/v1/webhooks/${id}`, {}, 204);
    const other = await WebhookReceiver.start();
    await subscribe(peer, other.url);
    await mineOne(peer);
    await other.take(1);
    expect(receiver.seen).toHaveLength(1);
    for (const [method, rest] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/secret'],
      ['GET', '/dead-letters'],
      ['POST', '/dead-letters/retry'],
      ['DELETE', '/dead-letters'],
    ] as const) {
      expect(await peer.api.refusal(method, `/v1/webhooks/${id}${rest}`)).toBe('404 webhook-not-found');
    }
    await other.close();
  });
});
