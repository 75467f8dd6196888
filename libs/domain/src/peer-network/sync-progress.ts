/** How far catching up is. */
export interface SyncProgress {
  /** Height of the connected chain. */
  readonly height: number;
  /** Height of the chain that is followed, as far as its headers are here. */
  readonly targetHeight: number;
  /** Peers that blocks are fetched from. */
  readonly sources: number;
}
