import type { AddressRecord } from './messages.ts';

/** Keeps known addresses over restarts. */
export interface AddressBookStore {
  load(): Promise<AddressRecord[]>;
  /** Replaces everything kept. */
  save(records: readonly AddressRecord[]): Promise<void>;
}
