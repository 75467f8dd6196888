import type { AddressBookStore, StoredAddress } from '#domain/peer-network/address-book-store.port';

/** Keeps addresses as long as the process lives. */
export class MemoryAddressBookStore implements AddressBookStore {
  private records: readonly StoredAddress[] = [];

  async load(): Promise<StoredAddress[]> {
    return [...this.records];
  }

  async save(records: readonly StoredAddress[]): Promise<void> {
    this.records = [...records];
  }
}
