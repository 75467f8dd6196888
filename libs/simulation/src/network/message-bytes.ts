/** Frame header, correlation and the seal of an encrypted message. */
const OVERHEAD_BYTES = 26;

/** About what a message takes on the wire: for bandwidth alone, so nothing depends on the exact number. */
export function messageBytes(message: unknown): number {
  return OVERHEAD_BYTES + valueBytes(message);
}

function valueBytes(value: unknown): number {
  if (value instanceof Uint8Array) return value.length;
  if (typeof value === 'string') return value.length === 64 ? 32 : value.length;
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + valueBytes(item), 4);
  if (typeof value === 'bigint') return 32;
  if (typeof value !== 'object' || value === null) return 8;
  let sum = 0;
  for (const key in value) sum += valueBytes((value as Record<string, unknown>)[key]);
  return sum;
}
