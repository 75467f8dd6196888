import { fromHex, isHex } from '#domain/primitives/bytes';

/** Readers of one value each of a file's JSON: they throw, with a reason, on anything that was never written. */
export function objectOf(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${what} is no JSON object`);
  return value as Readonly<Record<string, unknown>>;
}

export function listOf<Item>(value: unknown, what: string, item: (value: unknown) => Item): Item[] {
  if (!Array.isArray(value)) throw new Error(`${what} is no JSON array`);
  return value.map(item);
}

export function bytesOf(value: unknown, length: number): Uint8Array {
  if (typeof value !== 'string' || !isHex(value, length)) throw new Error(`a key is not ${length} bytes in hex`);
  return fromHex(value);
}

export function textOf(value: unknown, maximum: number): string {
  if (typeof value !== 'string' || value.length > maximum) throw new Error(`no text of at most ${maximum} characters`);
  return value;
}

export function numberOf(value: unknown, maximum: number): number {
  const isInRange = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= maximum;
  if (!isInRange) throw new Error(`no whole number up to ${maximum}`);
  return value;
}
