import type { NetworkFileRefusal } from './network-file.errors.ts';

/** Enough to recognise a value by, short enough for a line. */
const MAX_DESCRIPTION_CHARACTERS = 80;

/** A refusal of the value found at `key`. */
export function refusal(
  code: NetworkFileRefusal['code'],
  key: string,
  actual: unknown,
  expected: string,
): NetworkFileRefusal {
  return { code, key, actual: describeValue(actual), expected };
}

/** What a refusal says it got: the value itself when it is short, otherwise its kind. */
function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  // One character more than is shown, so that a text that was cut is seen to be.
  const text =
    typeof value === 'string' ? JSON.stringify(value.slice(0, MAX_DESCRIPTION_CHARACTERS + 1)) : String(value);
  return text.length <= MAX_DESCRIPTION_CHARACTERS ? text : `${text.slice(0, MAX_DESCRIPTION_CHARACTERS)}…`;
}
