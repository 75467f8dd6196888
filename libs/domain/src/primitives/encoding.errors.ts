import type { RuleBook } from './result.ts';

/** Bytes that are not the one canonical SSZ form of what they should be. `type` names the thing, `field` the part. */
export type EncodingRefusal =
  | {
      readonly code: 'encoding-length';
      readonly type: string;
      readonly length: number;
      readonly minimum: number;
      readonly maximum: number;
    }
  | {
      readonly code: 'encoding-offset';
      readonly type: string;
      readonly field: string;
      readonly offset: number;
      readonly expected: number;
    }
  | { readonly code: 'encoding-number-too-large'; readonly type: string; readonly field: string };

export const encodingRules: RuleBook<EncodingRefusal> = {
  'encoding-length': 'The bytes are as long as the encoded thing can be: neither cut short nor followed by more.',
  'encoding-offset': 'Each variable part begins where the one before it ends: SSZ leaves no gap and no choice.',
  'encoding-number-too-large': 'A 64-bit number stays below 2^53: no amount or count of a valid chain reaches it.',
};
