import type { RuleBook } from '../primitives/result.ts';

/** Why a keystore gives or takes no secret. `where`: which one, as people find it (a path). */
export type KeystoreRefusal =
  | { readonly code: 'wallet-exists' }
  | { readonly code: 'wallet-missing' }
  | { readonly code: 'wallet-password-wrong' }
  | { readonly code: 'keystore-damaged'; readonly where: string; readonly detail: string }
  | { readonly code: 'keystore-version-unknown'; readonly where: string; readonly version: number }
  | {
      readonly code: 'keystore-wrong-network';
      readonly where: string;
      readonly expected: string;
      readonly actual: string;
    }
  | { readonly code: 'keystore-unreadable'; readonly where: string; readonly reason: string }
  | { readonly code: 'keystore-unwritable'; readonly where: string; readonly reason: string };

export const keystoreRules: RuleBook<KeystoreRefusal> = {
  'wallet-exists': 'There is a wallet already; it is never overwritten, since its coins would be lost with it.',
  'wallet-missing': 'There is no wallet yet: create one, or restore one from its mnemonic.',
  'wallet-password-wrong': 'The password is the one that the wallet was made with.',
  'keystore-damaged':
    'What is kept is exactly what was once written: anything else is refused and left alone. Put a backup in its place and start again, or move it away and restore the wallet from its mnemonic.',
  'keystore-version-unknown': 'The file has a format that this program knows: a later program has written it.',
  'keystore-wrong-network': 'A wallet belongs to one network: each has a data directory of its own.',
  'keystore-unreadable': 'The wallet’s files can be read by the user who runs this program.',
  'keystore-unwritable': 'The wallet’s files can be written by the user who runs this program, and the disk has room.',
};
