import type { AddressRecord } from './messages.ts';
import type { PeerId } from './peer-id.ts';

/** An address in the book, with what came of it. */
export interface KnownAddress {
  readonly id: PeerId;
  record: AddressRecord;
  /** Its place while the node has not been met. */
  readonly bucket: number;
  /** Dials that failed since the last that did not. */
  failures: number;
  /** Not dialled before. */
  notBeforeMs: number;
  /** When the node was last met there; 0 if never. */
  lastMetMs: number;
}
