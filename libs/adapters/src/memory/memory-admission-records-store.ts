import { accepted, type Result } from '#domain/primitives/result';
import { type AdmissionRecords, NO_ADMISSION_RECORDS } from '#domain/tracker/admission-records';
import type { AdmissionRecordsRefusal, AdmissionRecordsStore } from '#domain/tracker/admission-records-store.port';

/** Keeps the records of admission as long as the process lives. */
export class MemoryAdmissionRecordsStore implements AdmissionRecordsStore {
  private records: AdmissionRecords = NO_ADMISSION_RECORDS;

  async load(): Promise<Result<AdmissionRecords, AdmissionRecordsRefusal>> {
    return accepted(this.records);
  }

  async save(records: AdmissionRecords): Promise<Result<undefined, AdmissionRecordsRefusal>> {
    this.records = records;
    return accepted(undefined);
  }
}
