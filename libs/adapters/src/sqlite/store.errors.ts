import { dirname } from 'node:path';
import type { Hash } from '#domain/primitives/hash';
import type { RuleBook } from '#domain/primitives/result';

/** Why a store's file is not opened. Nothing in it has been changed. */
export type StoreRefusal =
  | { readonly code: 'store-damaged'; readonly path: string; readonly detail: string }
  | { readonly code: 'store-foreign'; readonly path: string }
  | { readonly code: 'store-newer-schema'; readonly path: string; readonly found: number; readonly supported: number }
  | { readonly code: 'store-wrong-network'; readonly path: string; readonly found: Hash; readonly expected: Hash }
  | { readonly code: 'store-in-use'; readonly path: string }
  | { readonly code: 'store-unavailable'; readonly path: string; readonly detail: string };

export const STORE_RULES: RuleBook<StoreRefusal> = {
  'store-damaged':
    'A file that SQLite cannot read whole holds no chain to trust: `cheesechain db repair` keeps it, and makes a new one of all that can be read.',
  'store-foreign': 'A database that another program made is left alone.',
  'store-newer-schema': 'A later version wrote this file; an earlier one would misread it.',
  'store-wrong-network': 'A file belongs to the one network whose genesis block it began with.',
  'store-in-use': 'Two processes that wrote one chain would tear it apart: the first one keeps it.',
  'store-unavailable': 'The file must be there to be read and written, with room on its disk.',
};

/** A refusal as a sentence for people. */
export function describeStoreRefusal(refusal: StoreRefusal): string {
  switch (refusal.code) {
    case 'store-damaged':
      return (
        `The store ${refusal.path} is damaged: ${refusal.detail}. ` +
        `"cheesechain db repair --data ${dirname(refusal.path)}" saves what can be read of it.`
      );
    case 'store-foreign':
      return `The file ${refusal.path} is a database of another program.`;
    case 'store-newer-schema':
      return `The store ${refusal.path} has schema ${refusal.found}; this version knows up to ${refusal.supported}.`;
    case 'store-wrong-network':
      return `The store ${refusal.path} belongs to the network of genesis ${refusal.found}, not ${refusal.expected}.`;
    case 'store-in-use':
      return `The store ${refusal.path} is open in another process.`;
    case 'store-unavailable':
      return `The store ${refusal.path} cannot be opened: ${refusal.detail}.`;
  }
}
