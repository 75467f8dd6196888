import type { OpenTransactions } from '#domain/peer-network/open-transactions';
import { RecentBlocks } from '#domain/peer-network/recent-blocks';
import { ChainServer } from '#domain/peer-network/serve-chain';
import { refused } from '#domain/primitives/result';
import type { TestChain } from '../test-chain.ts';
import type { Script } from './scripted-session.ts';

/** Nothing open, and nothing taken. */
export const NOTHING_OPEN: OpenTransactions = {
  has: () => false,
  get: () => undefined,
  all: () => [],
  relayable: () => [],
  submit: async () => refused({ code: 'mempool-busy' }),
};

/** What an honest peer with this chain answers when somebody catches up with it. */
export function chainScript({
  chain,
  store,
}: Pick<TestChain, 'chain' | 'store'>): Required<Pick<Script, 'GETHEADERS' | 'GETCHAIN' | 'GETBLOCKTRANSACTIONS'>> {
  const server = new ChainServer({ chain, store, recent: new RecentBlocks(), open: NOTHING_OPEN });
  return {
    GETHEADERS: (request) => server.headers(request),
    GETCHAIN: (request) => server.blocks(request),
    GETBLOCKTRANSACTIONS: async (request) => {
      const answer = await server.blockTransactions(request);
      return answer.ok ? answer.value : { refusal: answer.refusal.code };
    },
  };
}
