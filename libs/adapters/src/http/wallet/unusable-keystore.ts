/** Codes of a keystore that cannot be used: whatever is asked of the wallet, they say why not. */
export const UNUSABLE_KEYSTORE = [
  'keystore-damaged',
  'keystore-version-unknown',
  'keystore-wrong-network',
  'keystore-unreadable',
] as const;
