import { startTestPeer, type TestPeer, type TestPeerOptions } from './test-peer.ts';

/** What an answer about the wallet has that tests look at. */
export interface WalletBody {
  readonly address: string;
  readonly balance: number;
  readonly nonce: number;
  readonly pending: { readonly incoming: number; readonly outgoing: number };
}

export interface TransactionBody {
  readonly id: string;
  readonly status: string;
  readonly nonce: number;
  readonly amount: number;
  readonly fee: number;
  readonly height: number | null;
}

/** A peer whose wallet has mined this many blocks of 50 coins. */
export async function startFundedPeer(blocks = 1, options: TestPeerOptions = {}): Promise<TestPeer> {
  const peer = await startTestPeer(options);
  await peer.api.ok('POST', '/v1/wallet', {}, 201);
  for (let i = 0; i < blocks; i++) await peer.api.ok('POST', '/v1/mining/blocks', {}, 201);
  return peer;
}

/** Everything a refused call must leave as it was, in one text. */
export async function stateOf({ api, node }: TestPeer): Promise<string> {
  const wallet = await api.call('GET', '/v1/wallet');
  const open = await api.ok('GET', '/v1/transactions?limit=100');
  return JSON.stringify([node.chain.tip.hash, wallet.json, open, node.mining.state().mode]);
}
