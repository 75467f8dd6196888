import { startTestPeer, type TestPeer } from '#test/http/test-peer';
import { type CreatedWebhook, HURRY, mineOne, subscribe, webhookStatus } from '#test/http/webhook-calls';
import { type Delivery, isSigned, WebhookReceiver } from '#test/http/webhook-receiver';

describe('the secret of a webhook', () => {
  let peer: TestPeer;
  let receiver: WebhookReceiver;
  let first: CreatedWebhook;
  beforeEach(async () => {
    peer = await startTestPeer({ webhookTiming: HURRY });
    receiver = await WebhookReceiver.start();
    first = await subscribe(peer, receiver.url);
  });
  afterEach(async () => {
    await peer.close();
    await receiver.close();
  });

  const rotate = (body: object = {}): Promise<CreatedWebhook & { readonly oldSecretsUntil: string | null }> =>
    peer.api.ok('POST', `/v1/webhooks/${first.id}/secret`, { body }, 201);
  const nextDelivery = async (): Promise<Delivery> => {
    const count = receiver.taken.length;
    await mineOne(peer);
    const delivery = (await receiver.take(count + 1)).at(-1);
    if (delivery === undefined) throw new Error('nothing was delivered');
    return delivery;
  };
  const believers = (delivery: Delivery, ...secrets: readonly string[]): boolean[] =>
    secrets.map((secret) => isSigned(delivery, secret));

  it('can be replaced: receivers that know the old one or the new one believe deliveries until the overlap ends', async () => {
    expect(believers(await nextDelivery(), first.secret)).toEqual([true]);
    const second = await rotate({ overlapSeconds: 3_600 });
    expect(second.secret).not.toBe(first.secret);
    expect(Date.parse(String(second.oldSecretsUntil))).toBeGreaterThan(Date.now());
    const stranger = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const both = await nextDelivery();
    expect(believers(both, first.secret, second.secret, stranger)).toEqual([true, true, false]);
    expect(String(both.headers['webhook-signature']).split(' ')).toHaveLength(2);
    const third = await rotate({ overlapSeconds: 0 });
    expect(third.oldSecretsUntil).toBeNull();
    expect(believers(await nextDelivery(), first.secret, second.secret, third.secret)).toEqual([false, false, true]);
    expect(await webhookStatus(peer, first.id)).toMatchObject({ oldSecretsUntil: null });
  });

  it('ends by itself when the overlap is over', async () => {
    const second = await rotate({ overlapSeconds: 1 });
    const until = Date.parse(String(second.oldSecretsUntil));
    while (Date.now() <= until) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(believers(await nextDelivery(), first.secret, second.secret)).toEqual([false, true]);
    expect((await webhookStatus(peer, first.id)).oldSecretsUntil).toBeNull();
  });

  it('is replaced for good: after a restart both still sign, and neither is told again', async () => {
    const second = await rotate();
    await peer.webhooks.close();
    await peer.webhooks.start();
    expect(believers(await nextDelivery(), first.secret, second.secret)).toEqual([true, true]);
    const { text } = await peer.api.call('GET', '/v1/webhooks');
    expect(text).toContain(first.id);
    for (const { secret } of [first, second]) expect(text).not.toContain(secret);
  });

  it('may be given, and given again when the answer was lost, which changes nothing', async () => {
    const secret = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;
    const second = await rotate({ secret });
    expect([second.secret, await rotate({ secret })]).toEqual([secret, second]);
  });

  it('is not replaced by what is no secret, for longer than a week, or more often than receivers could follow', async () => {
    const refusal = (body: object) => peer.api.refusal('POST', `/v1/webhooks/${first.id}/secret`, { body });
    expect(await refusal({ secret: 'whsec_c2hvcnQ=' })).toBe('422 webhook-secret-invalid');
    expect(await refusal({ overlapSeconds: 604_801 })).toBe('400 request-invalid');
    expect(await refusal({ overlapSeconds: -1 })).toBe('400 request-invalid');
    for (let rotation = 0; rotation < 3; rotation++) await rotate();
    expect(await refusal({})).toBe('409 webhook-secrets-full');
    expect(believers(await nextDelivery(), first.secret)).toEqual([true]);
  });
});
