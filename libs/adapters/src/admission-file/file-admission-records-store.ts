import type { Hash } from '#domain/primitives/hash';
import { accepted, type Result, refused } from '#domain/primitives/result';
import { type AdmissionRecords, NO_ADMISSION_RECORDS } from '#domain/tracker/admission-records';
import type { AdmissionRecordsRefusal, AdmissionRecordsStore } from '#domain/tracker/admission-records-store.port';
import { errnoOf, readPrivateFile, replacePrivateFile } from '../files/private-file.ts';
import { decodeAdmissionRecords, encodeAdmissionRecords } from './admission-records-format.ts';

/** 50,000 tickets of some 250 bytes, and twice as much again. */
const MAX_FILE_BYTES = 33_554_432;

/** A tracker's records of admission in a JSON file. One that cannot be trusted is refused and left as it is. */
export class FileAdmissionRecordsStore implements AdmissionRecordsStore {
  constructor(
    private readonly path: string,
    private readonly genesisHash: Hash,
  ) {}

  async load(): Promise<Result<AdmissionRecords, AdmissionRecordsRefusal>> {
    const where = this.path;
    let file: Awaited<ReturnType<typeof readPrivateFile>>;
    try {
      file = await readPrivateFile(where, MAX_FILE_BYTES);
    } catch (error) {
      return refused({ code: 'admission-records-unreadable', where, reason: errnoOf(error) });
    }
    if (file === undefined) return accepted(NO_ADMISSION_RECORDS);
    if (file === 'too-long') return refused({ code: 'admission-records-damaged', where, detail: 'it is too long' });
    const content = decodeAdmissionRecords(file.text);
    switch (content.kind) {
      case 'damaged':
        return refused({ code: 'admission-records-damaged', where, detail: content.detail });
      case 'unknown-version':
        return refused({ code: 'admission-records-version-unknown', where, version: content.version });
      case 'records':
        if (content.genesisHash === this.genesisHash) return accepted(content.records);
        return refused({ code: 'admission-records-wrong-network', where });
    }
  }

  async save(records: AdmissionRecords): Promise<Result<undefined, AdmissionRecordsRefusal>> {
    try {
      await replacePrivateFile(this.path, encodeAdmissionRecords(this.genesisHash, records));
      return accepted(undefined);
    } catch (error) {
      return refused({ code: 'admission-records-unwritable', where: this.path, reason: errnoOf(error) });
    }
  }
}
