import { isSigned, WebhookReceiver } from '#test/http/webhook-receiver';
import { TestNetwork } from '#test/processes/test-network';

const OTHER = 'dcheese1qlkh3dnmzpdtcukk8lepjpe9h7cqmz3xhl3nl73';

/** Events of blocks in the order they were taken, each once. */
function distinct(receiver: WebhookReceiver): number[] {
  return [...new Set(receiver.taken.map(({ event }) => event.id))];
}

describe('webhooks of a real peer', () => {
  let network: TestNetwork;
  let receiver: WebhookReceiver;
  beforeEach(async () => {
    network = new TestNetwork();
    receiver = await WebhookReceiver.start();
  });
  afterEach(async () => {
    await network.close();
    await receiver.close();
  });

  it('go on after a kill where they were: nothing is missed, in order, while the receiver fails now and then', async () => {
    const peer = await network.peer('one');
    await peer.makeWallet();
    const body = { url: receiver.url, events: ['block.connected', 'transaction.confirmed'] } as const;
    await peer.client.post('/v1/webhooks', { body });
    let calls = 0;
    receiver.answer = () => (++calls % 4 === 0 ? 500 : 204);
    const blocks: string[] = [];
    const mine = async () => {
      blocks.push((await peer.client.post('/v1/mining/blocks', { body: { recipient: OTHER } })).hash);
    };
    for (let kill = 0; kill < 3; kill++) {
      for (let block = 0; block < 3; block++) await mine();
      await peer.kill();
      await peer.startAgain();
    }
    await receiver.close();
    await mine();
    await receiver.listen();
    await mine();
    await receiver.take(blocks.length);
    const end = performance.now() + 30_000;
    while (distinct(receiver).length < blocks.length && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const ids = distinct(receiver);
    expect(ids).toEqual([...ids].sort((left, right) => left - right));
    const hashes = new Map(receiver.taken.map(({ event }) => [event.id, event.data['hash']]));
    expect(ids.map((id) => hashes.get(id))).toEqual(blocks);
  }, 180_000);

  it('are signed with both secrets after one was replaced and the peer was killed', async () => {
    const peer = await network.peer('one');
    const { id, secret } = await peer.client.post('/v1/webhooks', { body: { url: receiver.url } });
    const replaced = await peer.client.post('/v1/webhooks/{id}/secret', { params: { path: { id } } });
    await peer.kill();
    await peer.startAgain();
    await peer.mine(1, OTHER);
    const [delivery] = await receiver.take(1);
    if (delivery === undefined) throw new Error('nothing was delivered');
    expect([secret, replaced.secret].map((each) => isSigned(delivery, each))).toEqual([true, true]);
    const kept = await peer.client.get('/v1/webhooks/{id}', { params: { path: { id } } });
    expect(kept.oldSecretsUntil).toBe(replaced.oldSecretsUntil);
  }, 120_000);
});
