import type { AddressRecord } from './messages.ts';

/** An address as it is kept over restarts. */
export interface StoredAddress extends AddressRecord {
  /** Seconds since 1970 when its node was last met there; absent or 0 if it never was. */
  readonly lastMetAt?: number;
  /** The record is a tracker's, signed as such. */
  readonly isTracker?: boolean;
}

/** Keeps known addresses over restarts. */
export interface AddressBookStore {
  load(): Promise<StoredAddress[]>;
  /** Replaces everything kept. */
  save(records: readonly StoredAddress[]): Promise<void>;
}
