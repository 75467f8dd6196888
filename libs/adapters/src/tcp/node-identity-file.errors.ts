import type { RuleBook } from '#domain/primitives/result';

/** Why a node has no identity from its file. */
export type NodeIdentityFileRefusal =
  | { readonly code: 'identity-damaged'; readonly path: string; readonly detail: string }
  | { readonly code: 'identity-unreadable'; readonly path: string; readonly errno: string }
  | { readonly code: 'identity-unwritable'; readonly path: string; readonly errno: string };

export const NODE_IDENTITY_FILE_RULES: RuleBook<NodeIdentityFileRefusal> = {
  'identity-damaged':
    'The identity file is what was once written; a damaged one is left as it is, for you to restore or to move away.',
  'identity-unreadable': 'The process may read its identity file.',
  'identity-unwritable': 'The process may write a new identity file into its data folder.',
};
