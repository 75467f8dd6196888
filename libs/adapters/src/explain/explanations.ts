import { CHAIN_EXPLANATIONS } from './books/chain.ts';
import { HTTP_EXPLANATIONS } from './books/http.ts';
import { MEMPOOL_EXPLANATIONS } from './books/mempool.ts';
import { MINING_EXPLANATIONS } from './books/mining.ts';
import { NETWORK_EXPLANATIONS } from './books/network.ts';
import { TRANSACTION_EXPLANATIONS } from './books/transaction.ts';
import { WALLET_EXPLANATIONS } from './books/wallet.ts';
import { WEBHOOK_EXPLANATIONS } from './books/webhooks.ts';
import type { Explanation } from './explanation.ts';

const ALL: readonly Explanation[] = [
  ...HTTP_EXPLANATIONS,
  ...TRANSACTION_EXPLANATIONS,
  ...MEMPOOL_EXPLANATIONS,
  ...WALLET_EXPLANATIONS,
  ...WEBHOOK_EXPLANATIONS,
  ...CHAIN_EXPLANATIONS,
  ...MINING_EXPLANATIONS,
  ...NETWORK_EXPLANATIONS,
];

/**
 * Every code with which a peer refuses, by code. Where two capabilities have the same code, as both ends of a session
 * do, the first one's words stand.
 */
export const EXPLANATIONS: ReadonlyMap<string, Explanation> = new Map(
  [...ALL].reverse().map((each) => [each.code, each]),
);

/** The sentence of a code; of one that nothing explains, that there is one. */
export function ruleOf(code: string): string {
  return EXPLANATIONS.get(code)?.rule ?? 'A rule was broken.';
}

/** In the order of the capabilities, each code once. */
export function allExplanations(): Explanation[] {
  return ALL.filter((each) => EXPLANATIONS.get(each.code) === each);
}
