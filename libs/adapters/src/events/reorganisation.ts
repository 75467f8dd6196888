import type { HeaderEntry } from '#domain/chain/header-entry';
import type { Hash } from '#domain/primitives/hash';
import type { Transaction } from '#domain/transaction/transaction';

/** Of each branch: more blocks than any accident undoes. Longer branches are counted in full, told up to here. */
export const MAX_TOLD_BLOCKS = 100;
/** Of the abandoned branch: some 60 KB of JSON. More are counted, not told. */
export const MAX_TOLD_TRANSACTIONS = 500;
/** Some 40 MB if all were as large as can be; years of accidents at their usual size. */
export const MAX_REORGANISATIONS = 256;

export interface BlockPlace {
  readonly hash: Hash;
  readonly height: number;
}

/** One side of a fork, up to where it ended when the best chain changed over. */
export interface BranchRecord {
  readonly tip: BlockPlace;
  /** Decimal: hashes expected for the tip and all before it. */
  readonly totalWork: string;
  /** Blocks above the fork point. */
  readonly length: number;
  /** From the fork point up, at most {@link MAX_TOLD_BLOCKS}. */
  readonly blocks: readonly BlockPlace[];
}

/**
 * What became of a transaction of the abandoned branch: the adopted one has it too (`moved`), it is open again
 * (`returned`), or it broke a rule where it now stands (`dropped`). `undecided`: a moment more, or until the next start.
 */
export type Fate =
  | { readonly kind: 'undecided' }
  | { readonly kind: 'moved'; readonly block: BlockPlace }
  | { readonly kind: 'returned' }
  | { readonly kind: 'dropped'; readonly reason: { readonly code: string } };

export interface TransactionFate {
  readonly id: Hash;
  readonly fate: Fate;
}

/** The best chain went over from one branch to another. */
export interface Reorganisation {
  /** From 1, without gaps. */
  readonly number: number;
  /** When it was noted, milliseconds since 1970. */
  readonly atMs: number;
  /** The last block that both branches have. */
  readonly forkPoint: BlockPlace;
  readonly abandoned: BranchRecord;
  readonly adopted: BranchRecord;
  /** Of the abandoned branch, also those that are not told. */
  readonly transactionCount: number;
  /** In the order of their blocks, at most {@link MAX_TOLD_TRANSACTIONS}. */
  readonly transactions: readonly TransactionFate[];
}

/** A block of one of the branches; without a body when it was pruned since. */
export interface BranchBlock {
  readonly entry: HeaderEntry;
  readonly block?: { readonly transactions: readonly Transaction[] } | undefined;
}

/** What is known of a reorganisation before the open transactions have followed it. */
export interface Changeover {
  /** Highest first, at least one. */
  readonly disconnected: readonly BranchBlock[];
  /** Lowest first, from the fork point up; as many as there are, or as are told. */
  readonly connected: readonly BranchBlock[];
  readonly tip: HeaderEntry;
}

/** The record of a changeover: what the adopted branch has too is decided, everything else is not. */
export function reorganisationOf(
  number: number,
  atMs: number,
  { disconnected, connected, tip }: Changeover,
): Reorganisation {
  const abandoned = [...disconnected].reverse();
  const [lowest, highest] = [abandoned[0] as BranchBlock, disconnected[0] as BranchBlock];
  const forkPoint = { hash: lowest.entry.header.previousHash, height: lowest.entry.height - 1 };
  const moved = new Map(connected.flatMap((each) => idsOf(each).map((id) => [id, placeOf(each.entry)] as const)));
  const ids = abandoned.flatMap(idsOf);
  const fateOf = (id: Hash): Fate => {
    const block = moved.get(id);
    return block === undefined ? { kind: 'undecided' } : { kind: 'moved', block };
  };
  return {
    number,
    atMs,
    forkPoint,
    abandoned: branchRecord(highest.entry, forkPoint.height, abandoned),
    adopted: branchRecord(tip, forkPoint.height, connected),
    transactionCount: ids.length,
    transactions: ids.slice(0, MAX_TOLD_TRANSACTIONS).map((id) => ({ id, fate: fateOf(id) })),
  };
}

function branchRecord(tip: HeaderEntry, forkHeight: number, blocks: readonly BranchBlock[]): BranchRecord {
  return {
    tip: placeOf(tip),
    totalWork: tip.totalWork.toString(),
    length: tip.height - forkHeight,
    blocks: blocks.slice(0, MAX_TOLD_BLOCKS).map(({ entry }) => placeOf(entry)),
  };
}

function idsOf({ block }: BranchBlock): Hash[] {
  return (block?.transactions ?? []).map(({ id }) => id);
}

function placeOf({ hash, height }: HeaderEntry): BlockPlace {
  return { hash, height };
}
