import type { RuleBook } from '#domain/primitives/result';

/** Why the other side's preamble ends the connection. None of these is misbehaviour: nobody is scored or banned. */
export type PreambleRefusal =
  | { readonly code: 'preamble-magic' }
  | { readonly code: 'preamble-version'; readonly theirVersion: number }
  | { readonly code: 'preamble-genesis'; readonly theirGenesisHash: string };

export const PREAMBLE_RULES: RuleBook<PreambleRefusal> = {
  'preamble-magic': 'A connection starts with the letters CHEZ; whatever starts otherwise is another protocol.',
  'preamble-version': 'Both sides speak the same version of the protocol; one of them needs an update.',
  'preamble-genesis': 'Both sides follow the chain of the same genesis block; the other is on another network.',
};
