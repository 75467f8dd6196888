import { bech32m } from '@scure/base';
import { MAX_OLD_SECRETS } from '#adapters/webhooks/secret-rotation';
import { testAddress } from '../../keys.ts';
import type { ApiCaller } from '../api-caller.ts';
import { startTestPeer, TEST_TOKEN } from '../test-peer.ts';

const MAX_STREAMS = 64;
const MAX_WEBHOOKS = 16;
const good = testAddress(9);

const BAD_ADDRESSES: readonly string[] = [
  'hello',
  `${good.slice(0, -1)}${good.endsWith('q') ? 'p' : 'q'}`,
  testAddress(9, 'cheese'),
  bech32m.encode('dcheese', [1, ...bech32m.toWords(new Uint8Array(20))]),
  bech32m.encode('dcheese', [0, ...bech32m.toWords(new Uint8Array(19))]),
];

/** What is not there, addresses that are none, too many listeners. */
export async function provokeReadRefusals(): Promise<Set<string>> {
  const peer = await startTestPeer({ webhooksAllowPrivate: false });
  const { api } = peer;
  await api.ok('POST', '/v1/wallet', {}, 201);
  await api.ok('POST', '/v1/mining/blocks', {}, 201);
  const zeros = '0'.repeat(64);
  for (const address of BAD_ADDRESSES) {
    await api.call('GET', `/v1/accounts/${address}`);
    await api.call('GET', `/v1/accounts/${address}/transactions`);
    await api.call('POST', '/v1/wallet/transactions', { body: { recipient: address, amount: 1 } });
    await api.call('PUT', '/v1/mining', { body: { threads: 1, recipient: address } });
    await api.call('POST', '/v1/mining/blocks', { body: { recipient: address } });
    await api.call('GET', `/v1/mining/template?recipient=${address}`);
  }
  await api.call('GET', '/v1/blocks/7');
  await api.call('GET', '/v1/transactions?before=1.x');
  await api.call('GET', `/v1/transactions/${zeros}`);
  await api.call('GET', `/v1/transactions/${zeros}/proof`);
  const body = { recipient: good, amount: 5 };
  const { id } = await api.ok<{ id: string }>('POST', '/v1/wallet/transactions', { body }, 201);
  await api.call('GET', `/v1/transactions/${id}/proof`);
  await api.call('GET', '/v1/explain/nothing');
  await api.call('GET', '/v1/events', { headers: { 'last-event-id': '999999' } });
  await askWebhooks(api);
  await crowdEvents(await peer.listen(), () => api.call('GET', '/v1/events'));
  const { seen } = api;
  await peer.close();
  return new Set(seen);
}

async function askWebhooks(api: ApiCaller): Promise<void> {
  const subscribe = (body: object) =>
    api.call('POST', '/v1/webhooks', { body: { url: 'https://shop.example.org/', ...body } });
  await subscribe({ url: 'nowhere' });
  await subscribe({ url: 'http://10.1.2.3/' });
  await subscribe({ secret: 'whsec_c2hvcnQ=' });
  await subscribe({ after: 1_000_000 });
  for (let count = 0; count <= MAX_WEBHOOKS; count++) await subscribe({ url: `https://shop-${count}.example.org/` });
  await rotateTooOften(api);
  await api.call('GET', '/v1/webhooks/wh_0');
  await api.call('POST', '/v1/webhooks/wh_0/secret');
  await api.call('DELETE', '/v1/webhooks/wh_0');
  await api.call('GET', '/v1/webhooks/wh_0/dead-letters');
  await api.call('DELETE', '/v1/webhooks/wh_0/dead-letters');
  await api.call('POST', '/v1/webhooks/wh_0/dead-letters/retry');
}

async function rotateTooOften(api: ApiCaller): Promise<void> {
  const { webhooks } = await api.ok<{ webhooks: readonly { readonly id: string }[] }>('GET', '/v1/webhooks');
  const path = `/v1/webhooks/${webhooks[0]?.id}/secret`;
  for (let rotation = 0; rotation <= MAX_OLD_SECRETS; rotation++) await api.call('POST', path);
  await api.call('POST', path, { body: { secret: 'whsec_c2hvcnQ=' } });
}

/** Asks once more while as many listen as may. */
async function crowdEvents(url: string, ask: () => Promise<unknown>): Promise<void> {
  const abort = new AbortController();
  const headers = { authorization: `Bearer ${TEST_TOKEN}` };
  const listen = () => fetch(new URL('/v1/events', url), { headers, signal: abort.signal });
  await Promise.all(Array.from({ length: MAX_STREAMS }, listen));
  await ask();
  abort.abort();
}
