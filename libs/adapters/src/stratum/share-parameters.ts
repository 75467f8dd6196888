import { fromHex } from '#domain/primitives/bytes';
import type { Share } from '#domain/stratum/check-share';
import { EXTRANONCE2_BYTES } from '#domain/stratum/coinbase-parts';

/** An address with a name after it. */
const MAX_USER_CHARACTERS = 128;

/** A user name: printable ASCII, so that it can stand in logs and on pages. */
export function readUser(value: unknown): string | undefined {
  return typeof value === 'string' && value.length <= MAX_USER_CHARACTERS && /^[\x21-\x7e]+$/.test(value)
    ? value
    : undefined;
}

/** The params of `mining.submit`: user, job, extra nonce 2, time, nonce, and the version's bits where they are rolled. */
export function readShare(params: readonly unknown[]): { readonly user: string; readonly share: Share } | undefined {
  const [name, jobId, extranonce2, time, number, bits] = params;
  const user = readUser(name);
  if (user === undefined || typeof jobId !== 'string' || !isHexOf(extranonce2, EXTRANONCE2_BYTES)) return undefined;
  const [timestamp, nonce] = [readUint32Hex(time), readUint32Hex(number)];
  const versionBits = bits === undefined || bits === null ? undefined : readUint32Hex(bits);
  if (timestamp === undefined || nonce === undefined) return undefined;
  if (versionBits === undefined && bits !== undefined && bits !== null) return undefined;
  return { user, share: { jobId, extranonce2: fromHex(extranonce2), timestamp, nonce, versionBits } };
}

/** A number as Stratum writes it: 8 hex digits, the highest first. */
export function readUint32Hex(value: unknown): number | undefined {
  return isHexOf(value, 4) ? Number.parseInt(value, 16) : undefined;
}

function isHexOf(value: unknown, bytes: number): value is string {
  return typeof value === 'string' && value.length === 2 * bytes && /^[0-9a-fA-F]*$/.test(value);
}
