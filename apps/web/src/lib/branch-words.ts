import type { BranchBlock, Reorganisation } from './api-types.ts';
import { plural } from './format.ts';

/** Where a block stands, in as few words as fit below it. */
export function standingOf({ status, isOnBestChain, hash }: BranchBlock, tipHash: string): string {
  if (hash === tipHash) return 'newest';
  if (isOnBestChain) return 'on the chain';
  if (status === 'invalid') return 'refused';
  return status === 'header' ? 'only announced' : 'set aside';
}

/** How many more hashes were expected for the branch that is followed now than for the one that was left. */
export function workGained({ adopted, abandoned }: Reorganisation): number {
  return Number(BigInt(adopted.totalWork) - BigInt(abandoned.totalWork));
}

type Fate = Reorganisation['transactions'][number]['fate'];

const FATES: readonly (readonly [fate: Fate, one: string, many: string])[] = [
  ['moved', 'is in the new branch too', 'are in the new branch too'],
  ['returned', 'is open again', 'are open again'],
  ['dropped', 'died', 'died'],
  ['undecided', 'is not decided yet', 'are not decided yet'],
];

/** What became of the payments of the abandoned branch, counted and in one sentence. */
export function fatesOf({ transactions, transactionCount }: Reorganisation): {
  readonly counts: Readonly<Record<Fate, number>>;
  readonly sentence: string;
} {
  const counts: Record<Fate, number> = { moved: 0, returned: 0, dropped: 0, undecided: 0 };
  for (const { fate } of transactions) counts[fate]++;
  const parts = FATES.filter(([fate]) => counts[fate] > 0).map(
    ([fate, one, many]) => `${counts[fate]} ${counts[fate] === 1 ? one : many}`,
  );
  const told = transactions.length < transactionCount ? ` (of the first ${transactions.length})` : '';
  return { counts, sentence: `Of ${plural(transactionCount, 'payment')} in it, ${listed(parts)}${told}.` };
}

function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? 'nothing is known';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
