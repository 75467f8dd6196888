import type { Result, RuleBook } from '../primitives/result.ts';
import type { RegistryEntry } from './registry-entry.ts';

/** Why the registry cannot be kept or read. `where`: which one, as people find it (a path). */
export type RegistryStoreRefusal =
  | { readonly code: 'registry-damaged'; readonly where: string; readonly detail: string }
  | { readonly code: 'registry-version-unknown'; readonly where: string; readonly version: number }
  | {
      readonly code: 'registry-wrong-network';
      readonly where: string;
      readonly expected: string;
      readonly actual: string;
    }
  | { readonly code: 'registry-unreadable'; readonly where: string; readonly reason: string }
  | { readonly code: 'registry-unwritable'; readonly where: string; readonly reason: string };

export const registryStoreRules: RuleBook<RegistryStoreRefusal> = {
  'registry-damaged':
    'The registry is exactly what was once written: anything else is refused and left alone. Move it away and start again: the peers that live will join anew.',
  'registry-version-unknown': 'The registry has a format that this program knows: a later program has written it.',
  'registry-wrong-network': 'A registry belongs to one network: each has a data directory of its own.',
  'registry-unreadable': 'The registry can be read by the user who runs this program.',
  'registry-unwritable': 'The registry can be written by the user who runs this program, and the disk has room.',
};

/** Keeps the registry over restarts. */
export interface RegistryStore {
  /** Everything kept; nothing when there is none yet. */
  load(): Promise<Result<readonly RegistryEntry[], RegistryStoreRefusal>>;
  /** Replaces everything kept, whole or not at all. */
  save(entries: readonly RegistryEntry[]): Promise<Result<undefined, RegistryStoreRefusal>>;
}
