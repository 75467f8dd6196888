import { testAddress } from '#test/keys';
import { eventually, onOneTip, type RunningPeer } from '#test/processes/running-peer';

const COIN = 100_000_000;

/** What views about one thing are shown with. */
export interface Story {
  readonly address: string;
  readonly blockHash: string;
  readonly confirmedId: string;
}

/** Gives peers that have met a past to look at: wallets that paid each other. */
export async function tellStory(peers: readonly [RunningPeer, RunningPeer, RunningPeer]): Promise<Story> {
  const [one, two, three] = peers;
  const [address, second, third] = [await one.makeWallet(), await two.makeWallet(), await three.makeWallet()];
  await one.mine(6);
  await one.pay(second, 12 * COIN);
  await one.pay(third, 7 * COIN);
  await two.mine(3);
  await eventually(() => onOneTip(peers, 9));
  await two.pay(address, 3 * COIN);
  const confirmedId = await payWithMemo(one, second, 1.5 * COIN, 'for the gruyère');
  await one.mine(4);
  await eventually(() => onOneTip(peers, 13));
  const blockHash = (await one.call<{ blockHash: string }>('GET', `/v1/transactions/${confirmedId}`)).body.blockHash;
  return { address, blockHash, confirmedId };
}

/** Leaves payments open, some in more of a hurry than others. */
export async function leaveOpen(peer: RunningPeer): Promise<void> {
  await payWithMemo(peer, testAddress(0), 4.25 * COIN, 'half a wheel of emmental');
  for (let seed = 1; seed <= 6; seed++) {
    const wish = { recipient: testAddress(seed), amount: seed * 40_000_000, fee: 1_700 * seed };
    const { status, body } = await peer.call('POST', '/v1/wallet/transactions', wish);
    if (status !== 201) throw new Error(`not paid: ${JSON.stringify(body)}`);
  }
}

/**
 * Lets the peers part and meet again: a cheese of the first gives way to two of the last. Each is away while the other
 * mines, for peers that know each other's address meet by themselves.
 */
export async function part(peers: readonly RunningPeer[]): Promise<void> {
  const [one, last] = [peers[0], peers.at(-1)];
  if (one === undefined || last === undefined) throw new Error('it takes two to part');
  const others = peers.slice(0, -1);
  await last.stop();
  await one.mine(1);
  await eventually(() => onOneTip(others));
  await Promise.all(others.map((peer) => peer.stop()));
  await last.startAgain();
  await last.mine(2, testAddress(0));
  const { height } = await last.chain();
  await Promise.all(others.map((peer) => peer.startAgain()));
  await eventually(() => onOneTip(peers, height));
}

/** Pays from the wallet, with a memo; gives the transaction's id. */
export async function payWithMemo(peer: RunningPeer, recipient: string, amount: number, memo: string): Promise<string> {
  const { status, body } = await peer.call<{ id: string }>('POST', '/v1/wallet/transactions', {
    recipient,
    amount,
    memo,
  });
  if (status !== 201) throw new Error(`not paid: ${JSON.stringify(body)}`);
  return body.id;
}
