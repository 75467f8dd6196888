/** What of old blocks a store need not have. */
export interface PrunedHeights {
  /** Blocks below this height may be without their bodies, and so without transactions and places in histories. */
  readonly bodiesBelow: number;
  /** No reorganisation reaches below this height: the undo data of lower blocks may be gone. */
  readonly undoBelow: number;
}

export const NOTHING_PRUNED: PrunedHeights = { bodiesBelow: 0, undoBelow: 0 };
