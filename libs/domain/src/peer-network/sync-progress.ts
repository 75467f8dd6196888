/**
 * What catching up is at. Headers whose work is not proven yet are judged first, and nothing of them is kept; then
 * headers are stored, some thousands ahead of their blocks, and blocks are fetched for these: by turns, to the end.
 */
export const SYNC_PHASES = ['judging-headers', 'fetching-headers', 'fetching-blocks'] as const;

export type SyncPhase = (typeof SYNC_PHASES)[number];

/** How far catching up is. */
export interface SyncProgress {
  readonly phase: SyncPhase;
  /** Height of the connected chain. */
  readonly height: number;
  /** Headers have come up to this height: judged in the first phase, stored in the others. */
  readonly headerHeight: number;
  /** Where the chain that is followed ends, as its peer says; at least `headerHeight`. */
  readonly targetHeight: number;
  /** Peers that say they have more work than the connected chain. */
  readonly sources: number;
}
