import type { RegistryStoreRefusal } from '#domain/tracker/registry-store.port';

/** One refusal as a sentence for people. */
export function describeRegistryRefusal(refusal: RegistryStoreRefusal): string {
  const { code, where } = refusal;
  switch (code) {
    case 'registry-damaged':
      return `The registry ${where} is damaged: ${refusal.detail}. It is left as it is; move it away and start again.`;
    case 'registry-version-unknown':
      return `The registry ${where} has version ${refusal.version}, which a later program has written.`;
    case 'registry-wrong-network':
      return `The registry ${where} belongs to another network. Choose another data directory (CHEESE_DATA_DIR).`;
    case 'registry-unreadable':
      return `The registry ${where} cannot be read: ${refusal.reason}.`;
    case 'registry-unwritable':
      return `The registry ${where} cannot be written: ${refusal.reason}.`;
  }
}
