import type { AdmissionRecordsRefusal } from '#domain/tracker/admission-records-store.port';

/** One refusal as a sentence for people. */
export function describeAdmissionRecordsRefusal(refusal: AdmissionRecordsRefusal): string {
  const { code, where } = refusal;
  switch (code) {
    case 'admission-records-damaged':
      return `The records of admission ${where} are damaged: ${refusal.detail}. They are left as they are; bring back a copy. Without them nobody knows who is revoked.`;
    case 'admission-records-version-unknown':
      return `The records of admission ${where} have version ${refusal.version}, which a later program has written.`;
    case 'admission-records-wrong-network':
      return `The records of admission ${where} belong to another network. Choose another data directory (CHEESE_DATA_DIR).`;
    case 'admission-records-unreadable':
      return `The records of admission ${where} cannot be read: ${refusal.reason}.`;
    case 'admission-records-unwritable':
      return `The records of admission ${where} cannot be written: ${refusal.reason}.`;
  }
}
