import { startTestPeer, type TestPeer } from '#test/http/test-peer';
import { HURRY, mineOne, subscribe, untilWebhook } from '#test/http/webhook-calls';
import { WebhookReceiver } from '#test/http/webhook-receiver';

/** Node's timers may be a little early by another clock. */
const TIMER_TOLERANCE_MS = 20;

describe('a webhook whose receiver says Retry-After', () => {
  let peer: TestPeer;
  let receiver: WebhookReceiver;
  beforeEach(async () => {
    receiver = await WebhookReceiver.start();
  });
  afterEach(async () => {
    await peer.close();
    await receiver.close();
  });

  it('is left alone for as long as it asks, and then gets its event', async () => {
    peer = await startTestPeer({ webhookTiming: { ...HURRY, longestRetryMs: 60_000 } });
    await subscribe(peer, receiver.url);
    receiver.retryAfter = '1';
    receiver.answer = () => (receiver.seen.length === 1 ? 503 : 204);
    await mineOne(peer);
    await receiver.take(1);
    const [refused, taken] = receiver.seen;
    expect((taken?.atMs ?? 0) - (refused?.atMs ?? 0)).toBeGreaterThan(1_000 - TIMER_TOLERANCE_MS);
  });

  it('waits no longer than the longest of the peer’s own waits, whatever it asks', async () => {
    peer = await startTestPeer({ webhookTiming: HURRY });
    await subscribe(peer, receiver.url);
    receiver.retryAfter = '86400';
    receiver.answer = () => (receiver.seen.length < 3 ? 429 : 204);
    await mineOne(peer);
    await receiver.take(1);
    expect(receiver.seen).toHaveLength(3);
  });

  it('is not shown all its dead letters, and nothing else meanwhile', async () => {
    peer = await startTestPeer({ webhookTiming: { ...HURRY, longestRetryMs: 60_000 } });
    const { id } = await subscribe(peer, receiver.url);
    receiver.answer = () => 503;
    for (let block = 0; block < 3; block++) await mineOne(peer);
    await untilWebhook(peer, id, ({ deadLetters }) => deadLetters === 3);
    const before = receiver.seen.length;
    receiver.retryAfter = '1';
    receiver.answer = ({ event }) => (event.id <= 3 ? 429 : 204);
    await peer.api.ok('POST', `/v1/webhooks/${id}/dead-letters/retry`, {}, 202);
    await mineOne(peer);
    await receiver.take(1);
    const [letter, fresh, ...more] = receiver.seen.slice(before);
    expect([letter?.event.id, fresh?.event.id, more]).toEqual([1, 4, []]);
    expect((fresh?.atMs ?? 0) - (letter?.atMs ?? 0)).toBeGreaterThan(1_000 - TIMER_TOLERANCE_MS);
    await untilWebhook(peer, id, ({ deadLetters }) => deadLetters === 3);
  });
});
