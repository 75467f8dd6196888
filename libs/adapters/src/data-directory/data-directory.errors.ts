import type { RuleBook } from '#domain/primitives/result';

/** Why a process cannot use a data directory. */
export type DataDirectoryRefusal =
  | { readonly code: 'data-directory-in-use'; readonly path: string }
  | { readonly code: 'data-directory-slots-exhausted'; readonly path: string; readonly slots: number }
  | { readonly code: 'data-directory-unusable'; readonly path: string; readonly reason: string }
  | { readonly code: 'api-token-damaged'; readonly path: string };

export const DATA_DIRECTORY_RULES: RuleBook<DataDirectoryRefusal> = {
  'data-directory-in-use': 'One process at a time: two would write one chain and spend from one wallet.',
  'data-directory-slots-exhausted': 'Every slot is in use: more peers than this share no volume.',
  'data-directory-unusable': 'The directory must be one that this user may make, read and write.',
  'api-token-damaged':
    'The token file holds one line of 16 to 256 URL-safe characters; remove it and a new token is made.',
};

/** One refusal as a sentence for people. */
export function describeDataDirectoryRefusal(refusal: DataDirectoryRefusal): string {
  switch (refusal.code) {
    case 'data-directory-in-use':
      return `Another process uses the data directory ${refusal.path}. Stop it, or choose another directory.`;
    case 'data-directory-slots-exhausted':
      return `All ${refusal.slots} slots of ${refusal.path} are in use.`;
    case 'data-directory-unusable':
      return `The data directory ${refusal.path} cannot be used: ${refusal.reason}.`;
    case 'api-token-damaged':
      return `The file ${refusal.path} does not hold an access token. Remove it and a new one is made.`;
  }
}
