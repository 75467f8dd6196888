import type { RuleBook } from '../primitives/result.ts';

/** Why a text is no network file. Each names the key, what it got (shortened) and what it takes. */
export interface NetworkFileRefusal {
  readonly code:
    | 'network-file-too-large'
    | 'network-file-not-json'
    | 'network-file-not-an-object'
    | 'network-file-unknown-key'
    | 'network-file-missing-key'
    | 'network-file-wrong-type'
    | 'network-file-out-of-range'
    | 'network-file-malformed'
    | 'network-file-bits'
    | 'network-file-starting-too-easy'
    | 'network-file-step-above-spacing'
    | 'network-file-allocation-address'
    | 'network-file-allocation-repeated'
    | 'network-file-supply'
    | 'network-file-name-taken';
  /** Where in the file, for example `allocations[3].address`; empty for the file as a whole. */
  readonly key: string;
  readonly actual: string;
  readonly expected: string;
}

export const networkFileRules: RuleBook<NetworkFileRefusal> = {
  'network-file-too-large': 'A network file is small enough to read at once.',
  'network-file-not-json': 'A network file is JSON (RFC 8259).',
  'network-file-not-an-object': 'The file, and each of its allocations, is one JSON object.',
  'network-file-unknown-key': 'Every key is known: a misspelt one would silently leave a parameter as it was.',
  'network-file-missing-key': 'Every parameter is given, except minimumChainWork and allocations.',
  'network-file-wrong-type': 'Every value has its parameter’s type; a number is whole.',
  'network-file-out-of-range': 'Every value is in its parameter’s range.',
  'network-file-malformed': 'Every text has its parameter’s form.',
  'network-file-bits': 'Bits encode a positive target below 2^256, in the one form that encoding that target gives.',
  'network-file-starting-too-easy': 'The first blocks are not easier than the easiest block may be.',
  'network-file-step-above-spacing':
    'The least step between timestamps is not above the spacing: otherwise time itself would outrun the clock.',
  'network-file-allocation-address': 'An allocation goes to an address of this network.',
  'network-file-allocation-repeated': 'No address has two allocations.',
  'network-file-supply': 'All the money there will ever be is 1 … 2^53 − 1 crumbs, so that every sum is exact.',
  'network-file-name-taken': 'A network of one’s own does not bear the name of a preset.',
};
