import type { AddressBookStore } from '#domain/peer-network/address-book-store.port';
import type { AddressRecord } from '#domain/peer-network/messages';

/** Keeps addresses as long as the process lives. */
export class MemoryAddressBookStore implements AddressBookStore {
  private records: readonly AddressRecord[] = [];

  async load(): Promise<AddressRecord[]> {
    return [...this.records];
  }

  async save(records: readonly AddressRecord[]): Promise<void> {
    this.records = [...records];
  }
}
