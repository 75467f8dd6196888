/** The best chain went back: so many blocks were disconnected, down to the height at which the branches part. */
export interface Rewind {
  readonly undone: number;
  readonly forkHeight: number;
}

/**
 * Counts one `block.disconnected` after the event called `before`: blocks are disconnected newest first and in one
 * go, so an event of another kind between two of them means another reorganisation.
 */
export function countRewind(rewind: Rewind | undefined, before: string | undefined, height: number): Rewind {
  const undone = before === 'block.disconnected' ? (rewind?.undone ?? 0) + 1 : 1;
  return { undone, forkHeight: height - 1 };
}
