import type { Schemas } from '#client/operation-types';
import { PeerError } from '#client/peer-error';
import type { RunningPeer } from '#test/processes/running-peer';
import { TestNetwork } from '#test/processes/test-network';

const COIN = 100_000_000;
const OTHER = 'dcheese1qlkh3dnmzpdtcukk8lepjpe9h7cqmz3xhl3nl73';

type Payment = Schemas['TransactionView'];

const pay = (peer: RunningPeer, amount: number, key?: string): Promise<Payment> =>
  peer.client.post('/v1/wallet/transactions', {
    body: { recipient: OTHER, amount },
    ...(key === undefined ? {} : { params: { header: { 'Idempotency-Key': key } } }),
  });

const confirmedOf = async (peer: RunningPeer, payments: readonly Payment[]): Promise<number> => {
  const all = await Promise.all(payments.map(({ id }) => peer.transaction(id)));
  return all.filter(({ status }) => status === 'confirmed').length;
};

describe('payments of a real peer', () => {
  let network: TestNetwork;
  let peer: RunningPeer;
  beforeEach(async () => {
    network = new TestNetwork();
    peer = await network.peer('payer');
    await peer.makeWallet();
    await peer.mine(2);
  });
  afterEach(() => network.close());

  it('are made once by sixteen calls at once with one key, also when the peer is killed in between', async () => {
    const key = 'order-4711';
    const paid = await Promise.all(Array.from({ length: 16 }, () => pay(peer, COIN, key)));
    expect(new Set(paid.map(({ id }) => id)).size).toBe(1);
    expect((await peer.chain()).openTransactions).toBe(1);
    await peer.kill();
    await peer.startAgain();
    const again = await Promise.all(Array.from({ length: 16 }, () => pay(peer, COIN, key)));
    expect(again.map(({ id }) => id)).toEqual(paid.map(({ id }) => id));
    await peer.mine(1);
    expect((await pay(peer, COIN, key)).id).toBe(paid[0]?.id);
    expect(await peer.balanceOf(OTHER)).toBe(COIN);
    const other: unknown = await pay(peer, 2 * COIN, key).catch((error: unknown) => error);
    expect(other).toBeInstanceOf(PeerError);
    expect(other).toMatchObject({ code: 'idempotency-key-reused', status: 422 });
  }, 120_000);

  it('all confirm when two hundred different ones come at once, with consecutive nonces', async () => {
    const paid = await Promise.all(Array.from({ length: 200 }, (_, index) => pay(peer, index + 1, `key-${index}`)));
    const nonces = paid.map(({ nonce }) => nonce).sort((a, b) => a - b);
    expect(nonces).toEqual(Array.from({ length: 200 }, (_, nonce) => nonce));
    while ((await peer.chain()).openTransactions > 0) await peer.mine(1);
    expect(await confirmedOf(peer, paid)).toBe(200);
    expect(await peer.balanceOf(OTHER)).toBe((200 * 201) / 2);
  }, 120_000);
});
