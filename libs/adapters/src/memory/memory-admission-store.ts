import type { AdmissionStore, StoredAdmission } from '#domain/peer-network/admission-store.port';

/** Keeps a node's membership as long as the process lives. */
export class MemoryAdmissionStore implements AdmissionStore {
  private content: StoredAdmission | undefined;

  async load(): Promise<StoredAdmission | undefined> {
    return this.content;
  }

  async save(content: StoredAdmission): Promise<void> {
    this.content = content;
  }
}
