import type { PreambleRefusal } from './preamble.errors.ts';

type GoodbyeReason = PreambleRefusal['code'];

/** The number of each reason on the wire. Numbers are never used again for another meaning. */
const REASON_NUMBERS: Readonly<Record<GoodbyeReason, number>> = {
  'preamble-magic': 1,
  'preamble-version': 2,
  'preamble-genesis': 3,
};

/** Bytes after the zero length that announces a goodbye. */
export const GOODBYE_REASON_BYTES = 1;

/**
 * The plaintext goodbye of a side that doesn't accept the other's preamble: `00 00 ‖ reason uint8`, and then FIN.
 * It stands where the first Noise message would: a length of zero, which no Noise message of a handshake has.
 */
export function encodePreambleGoodbye(reason: GoodbyeReason): Buffer {
  return Buffer.of(0, 0, REASON_NUMBERS[reason]);
}

/** The reason that a goodbye's number stands for; undefined for numbers that this version doesn't know. */
export function preambleGoodbyeReason(reasonNumber: number): GoodbyeReason | undefined {
  const entries = Object.entries(REASON_NUMBERS) as [GoodbyeReason, number][];
  return entries.find(([, value]) => value === reasonNumber)?.[0];
}
