import { accepted, type Result } from '#domain/primitives/result';
import type { AdmissionRecords } from '#domain/tracker/admission-records';
import type { AdmissionRecordsRefusal, AdmissionRecordsStore } from '#domain/tracker/admission-records-store.port';

/** A tracker's records of admission, which outlive its processes; somebody looks on while they are written. */
export class TrackerRecords implements AdmissionRecordsStore {
  constructor(
    private kept: AdmissionRecords,
    private readonly written: (records: AdmissionRecords) => void,
  ) {}

  /** What was written last. */
  get current(): AdmissionRecords {
    return this.kept;
  }

  async load(): Promise<Result<AdmissionRecords, AdmissionRecordsRefusal>> {
    return accepted(this.kept);
  }

  async save(records: AdmissionRecords): Promise<Result<undefined, AdmissionRecordsRefusal>> {
    this.kept = records;
    this.written(records);
    return accepted(undefined);
  }
}
