import { MemoryEventJournal } from '#adapters/memory/memory-event-journal';
import { MemoryWebhookStore } from '#adapters/memory/memory-webhook-store';
import { MAX_DEAD_LETTERS } from '#adapters/webhooks/webhook';
import { startTestPeer, type TestPeer } from '#test/http/test-peer';
import { HURRY, mineOne, subscribe, untilWebhook } from '#test/http/webhook-calls';
import { WebhookReceiver } from '#test/http/webhook-receiver';

describe('webhooks', () => {
  let peer: TestPeer;
  beforeEach(async () => {
    peer = await startTestPeer();
  });
  afterEach(() => peer.close());

  it('refuse what is no receiver, no event, no secret, and one too many', async () => {
    const refusal = (body: object) => peer.api.refusal('POST', '/v1/webhooks', { body });
    const url = 'https://shop.example.org/cheese';
    for (const wrong of ['ftp://example.org/', 'http://u:p@example.org/', 'http://example.org/#a', 'nowhere', '//x']) {
      expect([wrong, await refusal({ url: wrong })]).toEqual([wrong, '422 webhook-url-invalid']);
    }
    expect(await refusal({})).toBe('400 request-invalid');
    expect(await refusal({ url: `http://example.org/${'a'.repeat(2_048)}` })).toBe('400 request-invalid');
    expect(await refusal({ url, events: ['mining.progress'] })).toBe('400 request-invalid');
    expect(await refusal({ url, events: 'block.connected' })).toBe('400 request-invalid');
    expect(await refusal({ url, secret: 'whsec_c2hvcnQ=' })).toBe('422 webhook-secret-invalid');
    expect(await refusal({ url, after: 1_000_000 })).toBe('410 events-passed');
    expect(await refusal({ url, after: -1 })).toBe('400 request-invalid');
    expect(await refusal({ url, retries: 1 })).toBe('400 request-invalid');
    const listed = () => peer.api.ok<{ webhooks: unknown[] }>('GET', '/v1/webhooks');
    expect((await listed()).webhooks).toEqual([]);
    const wanted = await Promise.all(
      Array.from({ length: 18 }, () => peer.api.call<{ code?: string }>('POST', '/v1/webhooks', { body: { url } })),
    );
    expect(wanted.filter(({ status }) => status === 201)).toHaveLength(16);
    expect(wanted.filter(({ json }) => json.code === 'webhook-too-many')).toHaveLength(2);
    expect((await listed()).webhooks).toHaveLength(16);
  });

  it('need the token for everything', async () => {
    const calls = [
      ['GET', '/v1/webhooks'],
      ['POST', '/v1/webhooks'],
      ['GET', '/v1/webhooks/wh_0'],
      ['DELETE', '/v1/webhooks/wh_0'],
      ['POST', '/v1/webhooks/wh_0/secret'],
      ['GET', '/v1/webhooks/wh_0/dead-letters'],
      ['POST', '/v1/webhooks/wh_0/dead-letters/retry'],
      ['DELETE', '/v1/webhooks/wh_0/dead-letters'],
    ] as const;
    for (const [method, path] of calls) {
      expect([path, await peer.api.refusal(method, path, { token: null })]).toEqual([path, '401 token-missing']);
    }
  });
});

/** Seems to have as many dead letters as it may, until it is told otherwise. */
class FullWebhookStore extends MemoryWebhookStore {
  full = true;

  override async countDeadLetters(id: string): Promise<number> {
    return this.full ? MAX_DEAD_LETTERS : super.countDeadLetters(id);
  }
}

describe('a webhook with a thousand dead letters', () => {
  it('waits, loses nothing, and goes on when they are tried again or given up', async () => {
    const webhookStore = new FullWebhookStore();
    const receiver = await WebhookReceiver.start();
    const peer = await startTestPeer({ webhookStore, webhookTiming: HURRY });
    const { id } = await subscribe(peer, receiver.url);
    receiver.answer = () => 500;
    await mineOne(peer);
    const paused = await untilWebhook(peer, id, ({ state }) => state === 'paused');
    expect(paused.position).toBe(1);
    const seen = receiver.seen.length;
    receiver.answer = () => 204;
    await mineOne(peer);
    await peer.events.idle();
    expect(receiver.seen).toHaveLength(seen);
    webhookStore.full = false;
    await peer.api.ok('POST', `/v1/webhooks/${id}/dead-letters/retry`, {}, 202);
    const taken = await receiver.take(2);
    expect(taken.map(({ event }) => event.id)).toEqual([1, 2]);
    await untilWebhook(peer, id, ({ state, deadLetters }) => state === 'delivering' && deadLetters === 0);
    await peer.close();
    await receiver.close();
  });
});

describe('webhooks of a peer that others may call', () => {
  it('refuse receivers on this machine, in private networks and where clouds keep secrets, by name too', async () => {
    const peer = await startTestPeer({ webhooksAllowPrivate: false, webhookTiming: HURRY });
    const refusal = (url: string) => peer.api.refusal('POST', '/v1/webhooks', { body: { url } });
    for (const host of [
      '127.0.0.1',
      '127.1',
      '0x7f000001',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '10.1.2.3',
      '192.168.0.1',
      '172.31.255.255',
      '169.254.169.254',
      '100.100.100.200',
      '0.0.0.0',
      '[fd00::1]',
      '[fe80::1]',
      '[64:ff9b::7f00:1]',
      '224.0.0.1',
      '255.255.255.255',
    ]) {
      expect([host, await refusal(`http://${host}/`)]).toEqual([host, '422 webhook-address-not-allowed']);
    }
    const receiver = await WebhookReceiver.start();
    const { id } = await subscribe(peer, receiver.url.replace('127.0.0.1', 'localhost'));
    await mineOne(peer);
    const { failure } = await untilWebhook(peer, id, (status) => status.deadLetters === 1);
    expect(failure?.code).toBe('webhook-address-not-allowed');
    expect(receiver.seen).toEqual([]);
    await peer.close();
    await receiver.close();
  });

  it('never reach link-local addresses, whatever is allowed', async () => {
    const peer = await startTestPeer({ webhooksAllowPrivate: true });
    const body = { url: 'http://169.254.169.254/latest/meta-data' };
    expect(await peer.api.refusal('POST', '/v1/webhooks', { body })).toBe('422 webhook-address-not-allowed');
    await peer.close();
  });
});

describe('a restarted peer', () => {
  it('says which events are kept no longer instead of leaving a gap', async () => {
    const journal = new MemoryEventJournal(3);
    const receiver = await WebhookReceiver.start();
    const peer = await startTestPeer({ journal, webhookTiming: { ...HURRY, firstRetryMs: 60_000 } });
    const { id } = await subscribe(peer, receiver.url, { events: ['peer.connected'], after: 0 });
    await peer.webhooks.close();
    for (let block = 0; block < 6; block++) await mineOne(peer);
    await peer.events.idle();
    await peer.webhooks.start();
    const [passed] = await receiver.take(1);
    expect(passed?.event).toMatchObject({ id: 3, type: 'events.passed', data: { first: 1, last: 3 } });
    await untilWebhook(peer, id, ({ position }) => position === 6);
    await peer.close();
    await receiver.close();
  });
});
