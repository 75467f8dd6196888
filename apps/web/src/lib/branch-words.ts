import type { BranchBlock } from './api-types.ts';

/** Where a block stands, in as few words as fit below it. */
export function standingOf({ status, isOnBestChain, hash }: BranchBlock, tipHash: string): string {
  if (hash === tipHash) return 'newest';
  if (isOnBestChain) return 'on the chain';
  if (status === 'invalid') return 'refused';
  return status === 'header' ? 'only announced' : 'set aside';
}
