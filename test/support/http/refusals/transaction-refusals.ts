import type { SubmitRefusal } from '#domain/mempool/submit-transaction';
import { toHex } from '#domain/primitives/bytes';
import { refused } from '#domain/primitives/result';
import { SendPayment } from '#domain/wallet/send-payment';
import { testAddress } from '../../keys.ts';
import { testAllocations, testNetwork } from '../../network.ts';
import { testTransfer } from '../../transfer.ts';
import { startTestPeer, type TestPeer } from '../test-peer.ts';

const network = testNetwork({ allocations: testAllocations(6, 1_000_000) });
const [MAX_CRUMBS, id] = [9_007_199_254_740_991n, 'ab'.repeat(32)];

/** Where the parts of a transaction begin (docs/consensus.md). */
const AT = { offset: 0, signature: 4, version: 68, chain: 69, sender: 73, amount: 134, fee: 142 } as const;

/**
 * What needs a crowd, a race between two peers with one wallet, or hours. The pool itself is made to refuse: how it
 * comes to do so is shown where it is tested.
 */
const CROWDED: readonly SubmitRefusal[] = [
  { code: 'mempool-known', id },
  { code: 'mempool-nonce-used', nonce: 0, expected: 1 },
  { code: 'mempool-nonce-too-far', nonce: 300, highest: 255 },
  { code: 'mempool-account-full', maximum: 256 },
  { code: 'mempool-account-gap-full', maximum: 16, expected: 0 },
  { code: 'mempool-gap-full', maximum: 1_000, rate: 1, floor: 2 },
  { code: 'mempool-replacement-fee', fee: 1, needed: 2 },
  { code: 'mempool-replacement-uncovers', fee: 1, needed: 2, uncovered: 3 },
  { code: 'mempool-full', rate: 1, floor: 2 },
  { code: 'mempool-busy', maximum: 16_384 },
];

type Changes = Partial<Parameters<typeof testTransfer>[1]>;

const raw = (nonce: number, changes: Changes = {}) =>
  toHex(testTransfer(network, { from: 1, to: 2, nonce, amount: 100, fee: 400, ...changes }).bytes);

/** The bytes of a good transfer with others from some place on. */
function bent(at: number, ...bytes: readonly number[]): string {
  const changed = Buffer.from(raw(0), 'hex');
  changed.set(bytes, at);
  return changed.toString('hex');
}

const crumbsAt = (at: number, value: bigint): [number, ...number[]] => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return [at, ...bytes];
};

/** Transactions and payments with which something is wrong. */
export async function provokeTransactionRefusals(): Promise<Set<string>> {
  const peer = await startTestPeer({ network });
  const send = (hex: string) => peer.api.call('POST', '/v1/transactions', { body: { raw: hex } });
  const bothTooMuch = Buffer.from(bent(...crumbsAt(AT.amount, BigInt(network.maxSupply))), 'hex');
  bothTooMuch.set(crumbsAt(AT.fee, BigInt(network.maxSupply)).slice(1), AT.fee);
  const wrong = [
    raw(0).slice(0, 2 * 153),
    bent(AT.offset, 67),
    bent(...crumbsAt(AT.amount, 2n ** 63n)),
    bent(AT.version, 2),
    bent(AT.chain, 0, 0, 0, 0),
    bent(AT.sender, 5),
    bent(AT.sender, 2, ...new Array<number>(31).fill(0), 5),
    bent(...crumbsAt(AT.amount, 0n)),
    bent(...crumbsAt(AT.amount, MAX_CRUMBS)),
    bothTooMuch.toString('hex'),
    bent(AT.signature, 1, 2, 3),
    raw(0, { fee: 0 }),
    raw(0, { to: 77, fee: 200 }),
    raw(300),
    raw(0, { amount: 2_000_000 }),
    raw(0),
    raw(0),
    raw(0, { amount: 101 }),
    ...Array.from({ length: 17 }, (_, gap) => raw(2 + gap, { from: 3 })),
    raw(0, { from: 4, amount: 400_000 }),
    raw(1, { from: 4, amount: 500_000, fee: 4_000 }),
    raw(0, { from: 4, amount: 950_000, fee: 1_000 }),
  ];
  for (const hex of wrong) await send(hex);
  await peer.mine(1);
  await send(raw(0));
  await pay(peer);
  await refuseAll(peer, () => send(raw(9, { from: 5 })));
  const { seen } = peer.api;
  await peer.close();
  return new Set(seen);
}

/** Payments from the wallet. */
async function pay(peer: TestPeer): Promise<void> {
  const { api } = peer;
  await api.ok('POST', '/v1/wallet', {}, 201);
  await api.ok('POST', '/v1/mining/blocks', {}, 201);
  const recipient = testAddress(77);
  const headers = { 'idempotency-key': 'one' };
  const send = (body: object, more: Readonly<Record<string, string>> = {}) =>
    api.call('POST', '/v1/wallet/transactions', { body: { recipient, amount: 1, ...body }, headers: more });
  await send({ amount: Number.MAX_SAFE_INTEGER });
  await send({ fee: Number.MAX_SAFE_INTEGER });
  await send({ amount: network.maxSupply, fee: network.maxSupply });
  await send({ memo: '🧀'.repeat(65) });
  await send({ memo: '\ud800' });
  await send({ fee: 0 });
  await send({ fee: 200 });
  await send({ amount: 60 * 100_000_000 });
  await send({}, { 'idempotency-key': 'two words' });
  await send({}, headers);
  await send({ amount: 2 }, headers);
}

async function refuseAll(peer: TestPeer, send: () => Promise<unknown>): Promise<void> {
  const { api, app, node } = peer;
  const payment = { body: { recipient: testAddress(9), amount: 1 } };
  for (const refusal of CROWDED) {
    Object.assign(node.transactions, { submit: async () => refused(refusal) });
    await send();
    await api.call('POST', '/v1/wallet/transactions', payment);
  }
  const busy = refused({ code: 'payment-busy', maximum: 1_024 } as const);
  Object.assign(app.get(SendPayment), { send: async () => busy });
  await api.call('POST', '/v1/wallet/transactions', payment);
}
