import { toHex } from '#domain/primitives/bytes';
import { testAddress } from '../../keys.ts';
import { testAllocations, testNetwork } from '../../network.ts';
import { testTransfer } from '../../transfer.ts';
import { startTestPeer } from '../test-peer.ts';
import { LaboriousKeystore } from './laborious-keystore.ts';
import { mined } from './mining-refusals.ts';

const network = testNetwork({ allocations: testAllocations(6, 1_000_000) });

/** Every operation as it should be called. */
export async function callEverything(): Promise<Set<string>> {
  const peer = await startTestPeer({ network, keystore: new LaboriousKeystore() });
  const { api } = peer;
  const recipient = testAddress(9);
  const password = { body: { password: 'secret' } };
  await api.ok('POST', '/v1/wallet', password, 201);
  await api.ok('GET', '/v1/wallet');
  await api.ok('POST', '/v1/wallet/lock');
  await api.ok('POST', '/v1/wallet/unlock', password);
  await api.ok('POST', '/v1/wallet/export', password);
  await api.ok('POST', '/v1/mining/blocks', {}, 201);
  const body = { recipient, amount: 5 };
  const { id } = await api.ok<{ id: string }>('POST', '/v1/wallet/transactions', { body }, 201);
  const raw = toHex(testTransfer(network, { from: 1, to: 2, nonce: 0, amount: 100, fee: 400 }).bytes);
  await api.ok('POST', '/v1/transactions', { body: { raw } }, 201);
  await api.ok('GET', '/v1/transactions');
  const work = await api.ok<{ id: string; header: string; target: string }>('GET', '/v1/mining/template');
  const header = mined(Buffer.from(work.header, 'hex'), work.target);
  await api.ok('POST', '/v1/mining/submit', { body: { id: work.id, header } }, 201);
  for (const path of ['chain', 'blocks', 'blocks/tip', 'branches', 'reorganisations', 'fees', 'node', 'peers']) {
    await api.ok('GET', `/v1/${path}`);
  }
  for (const path of ['explain', 'explain/not-found', 'mining', `transactions/${id}`, `transactions/${id}/proof`]) {
    await api.ok('GET', `/v1/${path}`);
  }
  await api.ok('GET', `/v1/accounts/${recipient}`);
  await api.ok('GET', `/v1/accounts/${recipient}/transactions`);
  await api.ok('PUT', '/v1/mining', { body: { threads: 1, recipient } });
  await api.ok('DELETE', '/v1/mining');
  const url = 'https://shop.example.org/';
  const webhook = await api.ok<{ id: string }>('POST', '/v1/webhooks', { body: { url } }, 201);
  await api.ok('GET', '/v1/webhooks');
  await api.ok('GET', `/v1/webhooks/${webhook.id}`);
  await api.ok('POST', `/v1/webhooks/${webhook.id}/secret`, {}, 201);
  await api.ok('GET', `/v1/webhooks/${webhook.id}/dead-letters`);
  await api.ok('POST', `/v1/webhooks/${webhook.id}/dead-letters/retry`, {}, 202);
  await api.ok('DELETE', `/v1/webhooks/${webhook.id}/dead-letters`, {}, 204);
  await api.ok('DELETE', `/v1/webhooks/${webhook.id}`, {}, 204);
  const { seen } = api;
  await peer.close();
  return new Set(seen);
}
