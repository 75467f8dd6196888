import { invariant } from '../primitives/invariant.ts';

/** The JSON that consensus hashes: no null, no fractions. */
export type CanonicalValue =
  | string
  | number
  | boolean
  | readonly CanonicalValue[]
  | { readonly [key: string]: CanonicalValue };

/**
 * The one text of a value by RFC 8785 (JCS): no blanks, keys sorted by their UTF-16 code units, strings and numbers
 * written as ECMAScript writes them. Numbers are safe integers; a lone surrogate is refused, as the RFC demands.
 */
export function canonicalJson(value: CanonicalValue): string {
  switch (typeof value) {
    case 'boolean':
      return String(value);
    case 'number':
      invariant(Number.isSafeInteger(value), 'a number of canonical JSON is a safe integer');
      return JSON.stringify(value);
    case 'string':
      invariant(!/\p{Surrogate}/u.test(value), 'a string of canonical JSON has no lone surrogate');
      return JSON.stringify(value);
    default:
      if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
      return `{${Object.keys(value)
        .sort()
        .map((key) => `${canonicalJson(key)}:${canonicalJson(value[key] as CanonicalValue)}`)
        .join(',')}}`;
  }
}

function isList(value: object): value is readonly CanonicalValue[] {
  return Array.isArray(value);
}
