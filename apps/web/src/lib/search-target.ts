import { readAddress } from './address.ts';

export type SearchTarget =
  | { readonly kind: 'height'; readonly height: string }
  | { readonly kind: 'hash'; readonly hash: string }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'nothing'; readonly sentence: string };

/** What a person looks for: a height, a smell or transaction id (both are 64 hex digits), or an address. */
export function readSearch(typed: string): SearchTarget {
  const text = typed.trim().replace(/^#/, '');
  if (text === '') return { kind: 'nothing', sentence: 'Type a height, a smell, a transaction id or an address.' };
  if (/^\d{1,10}$/.test(text)) return { kind: 'height', height: String(Number(text)) };
  const hex = text.toLowerCase().replace(/^0x/, '');
  if (/^[0-9a-f]{64}$/.test(hex)) return { kind: 'hash', hash: hex };
  const address = readAddress(text);
  if (address.ok) return { kind: 'address', address: address.address };
  if (/^[0-9a-f]+$/.test(hex)) {
    return { kind: 'nothing', sentence: `A smell or id has 64 hex digits; this has ${hex.length}.` };
  }
  if (address.code === 'address-checksum') return { kind: 'nothing', sentence: address.sentence };
  return { kind: 'nothing', sentence: 'That is neither a height, a smell, a transaction id nor an address.' };
}
