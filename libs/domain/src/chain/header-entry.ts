import type { Header } from '../block/header.ts';
import type { Hash } from '../primitives/hash.ts';

/**
 * How far a block is known: `header`: only its header, in order; `body`: its whole body is here too (delivery and
 * structure passed); `connected`: it has passed every rule, connected at least once; `invalid`: it broke a rule, or
 * one before it did, and stays refused.
 */
export type BlockStatus = 'header' | 'body' | 'connected' | 'invalid';

/** A header in the tree of all headers, with what its place there means. */
export interface HeaderEntry {
  readonly hash: Hash;
  readonly height: number;
  readonly header: Header;
  /** R of the difficulty rule at this height: what the recursion goes on from, before any easing. */
  readonly ruledTarget: bigint;
  /** Work of this block and all before it, genesis included. */
  readonly totalWork: bigint;
  readonly status: BlockStatus;
  /** Order in which bodies came, 1, 2, 3 …; 0 while there is none. Of equal chains the earlier stays. */
  readonly arrival: number;
  /** The code of the broken rule, when invalid. */
  readonly invalidCode?: string;
}
