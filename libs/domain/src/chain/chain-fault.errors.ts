import type { RuleBook } from '../primitives/result.ts';

/** What in a stored chain does not agree with the rest of it. */
export type ChainFault =
  | { readonly code: 'chain-fault-tip'; readonly tip: string | undefined; readonly top: string | undefined }
  | { readonly code: 'chain-fault-genesis'; readonly found: string | undefined; readonly expected: string }
  | { readonly code: 'chain-fault-header'; readonly height: number; readonly detail: string }
  | { readonly code: 'chain-fault-body'; readonly height: number; readonly detail: string }
  | { readonly code: 'chain-fault-undo'; readonly height: number; readonly detail: string }
  | { readonly code: 'chain-fault-account'; readonly height: number; readonly account: string }
  | { readonly code: 'chain-fault-supply'; readonly found: string; readonly expected: string };

export const chainFaultRules: RuleBook<ChainFault> = {
  'chain-fault-tip': 'The tip is the last block of the best chain.',
  'chain-fault-genesis': 'The best chain begins with its network’s genesis block.',
  'chain-fault-header':
    'Every header of the best chain stands on the one below, keeps the rules, and what is stored of its place follows.',
  'chain-fault-body': 'Every block of the best chain has its body, and it is the one that its header commits to.',
  'chain-fault-undo': 'Undo data gives the accounts from which the block’s payments lead to what comes after it.',
  'chain-fault-account': 'An account is what the last block that touched it left.',
  'chain-fault-supply': 'All balances and immature rewards are all allocations and subsidies, to the crumb.',
};

/** A fault as a sentence for people. */
export function describeChainFault(fault: ChainFault): string {
  switch (fault.code) {
    case 'chain-fault-tip':
      return `The tip is ${fault.tip ?? 'missing'}, but the best chain ends with ${fault.top ?? 'nothing'}.`;
    case 'chain-fault-genesis':
      return `The chain begins with ${fault.found ?? 'nothing'} instead of the genesis block ${fault.expected}.`;
    case 'chain-fault-header':
      return `The header at height ${fault.height} is wrong: ${fault.detail}.`;
    case 'chain-fault-body':
      return `The body at height ${fault.height} is wrong: ${fault.detail}.`;
    case 'chain-fault-undo':
      return `The undo data at height ${fault.height} is wrong: ${fault.detail}.`;
    case 'chain-fault-account':
      return `The account ${fault.account} is not what the block at height ${fault.height} left.`;
    case 'chain-fault-supply':
      return `There are ${fault.found} crumbs, but there should be ${fault.expected}.`;
  }
}
