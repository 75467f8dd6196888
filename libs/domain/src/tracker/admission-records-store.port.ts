import type { Result, RuleBook } from '../primitives/result.ts';
import type { AdmissionRecords } from './admission-records.ts';

/** Why the records of admission cannot be kept or read. `where`: which, as people find them (a path). */
export type AdmissionRecordsRefusal =
  | { readonly code: 'admission-records-damaged'; readonly where: string; readonly detail: string }
  | { readonly code: 'admission-records-version-unknown'; readonly where: string; readonly version: number }
  | { readonly code: 'admission-records-wrong-network'; readonly where: string }
  | { readonly code: 'admission-records-unreadable'; readonly where: string; readonly reason: string }
  | { readonly code: 'admission-records-unwritable'; readonly where: string; readonly reason: string };

export const admissionRecordsRules: RuleBook<AdmissionRecordsRefusal> = {
  'admission-records-damaged':
    'The records of admission are exactly what was once written: anything else is refused and left alone, since it says who is revoked.',
  'admission-records-version-unknown':
    'The records of admission have a format that this program knows: a later program has written them.',
  'admission-records-wrong-network':
    'Records of admission belong to one network: each has a data directory of its own.',
  'admission-records-unreadable': 'The records of admission can be read by the user who runs this program.',
  'admission-records-unwritable':
    'The records of admission can be written by the user who runs this program, and the disk has room.',
};

/** Keeps a tracker's records of admission over restarts. They hold secrets: for its own eyes alone. */
export interface AdmissionRecordsStore {
  /** Everything kept; empty records when there are none yet. */
  load(): Promise<Result<AdmissionRecords, AdmissionRecordsRefusal>>;
  /** Replaces everything kept, whole or not at all. */
  save(records: AdmissionRecords): Promise<Result<undefined, AdmissionRecordsRefusal>>;
}
