import { toHex, utf8 } from '#domain/primitives/bytes';
import { type Hash, hashToBytes } from '#domain/primitives/hash';
import type { SeenField } from './tshark.ts';

/** What the elements of each list are called. */
const ELEMENTS: Readonly<Record<string, string>> = {
  hashes: 'hash',
  locator: 'hash',
  ids: 'id',
  blocks: 'block',
  transactions: 'transaction',
  shortIds: 'shortId',
  indexes: 'index',
  records: 'record',
  headers: 'header',
  serials: 'serial',
};
const OUTCOMES = ['connected', 'stored', 'known', 'not-yet', 'behind', 'refused', 'wanted'];

/** The fields of a message in the order of its payload: each leaf as `name=` and its number, or its bytes in hex. */
export function expectedFields(message: unknown, name = ''): string[] {
  if (Array.isArray(message)) return message.flatMap((element) => expectedFields(element, ELEMENTS[name]));
  if (message instanceof Uint8Array) return [`${name}=${toHex(message)}`];
  if (typeof message === 'number') return [`${name}=${message}`];
  if (typeof message === 'bigint') return [`${name}=${toHex(littleEndian(message))}`];
  if (typeof message === 'string') return [`${name}=${textOf(name, message)}`];
  return Object.entries(message as object).flatMap(([key, value]) => expectedFields(value, key));
}

/** The same of what the dissector saw, leaving out what has no leaf of its own in a message. */
export function seenFields(fields: readonly SeenField[], expected: readonly string[]): string[] {
  const names = new Set(expected.map((field) => field.slice(0, field.indexOf('='))));
  return fields
    .filter(({ name }) => names.has(name))
    .map(({ name, show, value }) => {
      const isNumber = expected.some((field) => field === `${name}=${show}`) && /^\d+$/.test(show);
      return `${name}=${isNumber ? show : show === '' ? '' : value}`;
    });
}

function textOf(name: string, text: string): string {
  if (name === 'outcome') return String(OUTCOMES.indexOf(text));
  if (name === 'peerId') return text;
  return /^[0-9a-f]{64}$/.test(text) ? toHex(hashToBytes(text as Hash)) : toHex(utf8(text));
}

function littleEndian(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
}
