import type { Hash } from '#domain/primitives/hash';
import type { SimulatedDisk } from '../disk/simulated-disk.ts';
import type { Acknowledged } from './acknowledged.ts';

/** What must be known of a peer to judge it. */
export interface WatchedPeer {
  readonly name: string;
  readonly disk: SimulatedDisk;
  readonly acknowledged: Acknowledged;
  /** Hashes of headers that were found here. */
  readonly minedHere: Set<Hash>;
  /** How far its clock is off, milliseconds. */
  readonly skewMs: number;
  readonly clockWasChanged: boolean;
  tipChanged(): void;
}
