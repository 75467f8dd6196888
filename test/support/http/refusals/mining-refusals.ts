import { createHash } from 'node:crypto';
import { WorkDesk } from '#domain/mining/work-desk';
import { refused } from '#domain/primitives/result';
import { testAddress } from '../../keys.ts';
import { testNetwork } from '../../network.ts';
import { until } from '../../until.ts';
import { startTestPeer, type TestPeer } from '../test-peer.ts';

/** A network where no test ever finds a block. */
const hopeless = testNetwork({ startingBits: 0x1b00_ffff, easiestBits: 0x1f01_0000 });
const recipient = testAddress(9);

/** Where the fields of a header begin. */
const AT = { version: 0, previous: 4, merkle: 36, time: 68, bits: 72, nonce: 76 } as const;

interface Work {
  readonly id: string;
  readonly header: string;
  readonly target: string;
  readonly timestamp: number;
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** The header with the first nonce whose hash meets the target, or the first that does not. */
export function mined(header: Buffer, target: string, meets = true): string {
  for (let nonce = 0; ; nonce++) {
    header.writeUInt32LE(nonce, AT.nonce);
    const hash = sha256(sha256(header)).reverse().toString('hex');
    if (hash <= target === meets) return header.toString('hex');
  }
}

/** Mining here, and work for others, that does not go as it should. */
export async function provokeMiningRefusals(): Promise<Set<string>> {
  const seen = new Set<string>();
  const take = async (peer: TestPeer) => {
    for (const each of peer.api.seen) seen.add(each);
    await peer.close();
  };
  const busy = await startTestPeer({ network: hopeless });
  const search = busy.api.call('POST', '/v1/mining/blocks', { body: { recipient } });
  await until(() => busy.node.mining.state().mode === 'one');
  await busy.api.call('POST', '/v1/mining/blocks', { body: { recipient } });
  await busy.api.call('PUT', '/v1/mining', { body: { threads: 1, recipient } });
  await busy.api.ok('DELETE', '/v1/mining');
  await search;
  await busy.api.call('PUT', '/v1/mining', { body: { threads: 256, recipient } });
  await take(busy);
  const peer = await startTestPeer();
  await submitAll(peer);
  await breakClock(peer);
  await take(peer);
  return seen;
}

async function submitAll({ api, mine }: TestPeer): Promise<void> {
  await mine(1);
  const work = await api.ok<Work>('GET', `/v1/mining/template?recipient=${recipient}`);
  const submit = (header: string, id = work.id) => api.call('POST', '/v1/mining/submit', { body: { id, header } });
  const changed = (change: (header: Buffer) => void, target = work.target, meets = true) => {
    const header = Buffer.from(work.header, 'hex');
    change(header);
    return mined(header, target, meets);
  };
  const good = changed(() => undefined);
  await submit(good, '0'.repeat(16));
  await submit(changed(() => undefined, work.target, false));
  await submit(changed((header) => header.fill(0xab, AT.previous, AT.merkle)));
  await submit(changed((header) => header.writeUInt32LE(1, AT.version)));
  await submit(changed((header) => header.writeUInt32LE(0, AT.bits)));
  await submit(changed((header) => header.writeUInt32LE(0x2100_ffff, AT.bits)));
  await submit(changed((header) => header.writeUInt32LE(0x207f_fffe, AT.bits), `7ffffe${'0'.repeat(58)}`));
  await submit(changed((header) => header.writeUInt32LE(1, AT.time)));
  await submit(changed((header) => header.writeUInt32LE(work.timestamp + 10_000_000, AT.time)));
  await submit(changed((header) => header.fill(0xcd, AT.merkle, AT.time)));
  await mine(1);
  await submit(good);
}

/** A clock that is behind the chain, and a block that breaks a rule: both faults of this machine, made here. */
async function breakClock({ api, app, node }: TestPeer): Promise<void> {
  const behind = refused({ code: 'mining-clock-behind', earliest: 2, latest: 1 } as const);
  Object.assign(app.get(WorkDesk), { issue: async () => behind });
  await api.call('GET', `/v1/mining/template?recipient=${recipient}`);
  for (const refusal of [behind, refused({ code: 'mining-block-refused', reason: 'ledger-nonce' } as const)]) {
    Object.assign(node.mining, { mineOne: async () => refusal });
    await api.call('POST', '/v1/mining/blocks', { body: { recipient } });
  }
}
