import type { KeystoreRefusal } from '#domain/wallet/keystore.errors';
import { testAddress } from '../../keys.ts';
import { startTestPeer } from '../test-peer.ts';
import { LaboriousKeystore } from './laborious-keystore.ts';
import { RefusingKeystore } from './refusing-keystore.ts';

const WORDS = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';
const where = '/data/wallet.json';

const UNUSABLE: readonly KeystoreRefusal[] = [
  { code: 'keystore-damaged', where, detail: 'no JSON' },
  { code: 'keystore-version-unknown', where, version: 9 },
  { code: 'keystore-wrong-network', where, expected: 'devnet', actual: 'mainnet' },
  { code: 'keystore-unreadable', where, reason: 'EACCES' },
  { code: 'keystore-unwritable', where, reason: 'ENOSPC' },
];

const payment = { recipient: testAddress(9), amount: 1 };

/** Everything that uses the wallet, on peers without one, with one that cannot be used, and with one of each kind. */
export async function provokeWalletRefusals(): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const refusal of UNUSABLE) await askWithout(new RefusingKeystore(refusal), seen);
  await askWithout(undefined, seen);
  await askPlain(seen);
  await askLocked(seen);
  return seen;
}

async function askWithout(keystore: RefusingKeystore | undefined, seen: Set<string>): Promise<void> {
  const peer = await startTestPeer(keystore === undefined ? {} : { keystore });
  const { api } = peer;
  const password = { body: { password: 'secret' } };
  await api.call('GET', '/v1/wallet');
  await api.call('POST', '/v1/wallet/unlock', password);
  await api.call('POST', '/v1/wallet/lock');
  await api.call('POST', '/v1/wallet/export', password);
  await api.call('POST', '/v1/wallet/transactions', { body: payment });
  await api.call('PUT', '/v1/mining', { body: { threads: 1 } });
  await api.call('POST', '/v1/mining/blocks');
  await api.call('GET', '/v1/mining/template');
  await api.call('POST', '/v1/wallet', { body: { mnemonic: 'one two three' } });
  await api.call('POST', '/v1/wallet', { body: { mnemonic: WORDS.replace('about', 'aboot') } });
  await api.call('POST', '/v1/wallet', { body: { mnemonic: WORDS.replace('about', 'abandon') } });
  await api.call('POST', '/v1/wallet');
  for (const each of api.seen) seen.add(each);
  await peer.close();
}

/** With a wallet that has no password. */
async function askPlain(seen: Set<string>): Promise<void> {
  const peer = await startTestPeer();
  const { api } = peer;
  await api.ok('POST', '/v1/wallet', {}, 201);
  await api.call('POST', '/v1/wallet');
  await api.call('POST', '/v1/wallet/lock');
  await api.call('POST', '/v1/wallet/unlock', { body: { password: 'secret' } });
  await api.call('POST', '/v1/wallet/export', { body: { password: 'secret' } });
  for (const each of api.seen) seen.add(each);
  await peer.close();
}

/** With one that has a password, and too many callers who try theirs. */
async function askLocked(seen: Set<string>): Promise<void> {
  const peer = await startTestPeer({ keystore: new LaboriousKeystore() });
  const { api } = peer;
  const many = (path: string, body: object) =>
    Promise.all(Array.from({ length: 24 }, () => api.call('POST', path, { body })));
  await many('/v1/wallet', { password: 'secret' });
  await many('/v1/wallet/unlock', { password: 'wrong' });
  await many('/v1/wallet/export', { password: 'wrong' });
  await api.ok('POST', '/v1/wallet/export', { body: { password: 'secret' } });
  await api.ok('POST', '/v1/wallet/unlock', { body: { password: 'secret' } });
  await api.ok('POST', '/v1/wallet/lock');
  await api.call('POST', '/v1/wallet/transactions', { body: payment });
  for (const each of api.seen) seen.add(each);
  await peer.close();
}
