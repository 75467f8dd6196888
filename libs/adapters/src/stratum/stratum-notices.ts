import { toHex } from '#domain/primitives/bytes';
import { hashToBytes } from '#domain/primitives/hash';
import type { GivenJob } from '#domain/stratum/stratum-connection';

/** The line that sets the difficulty of the jobs that follow it. */
export function setDifficultyLine(difficulty: number): string {
  return JSON.stringify({ id: null, method: 'mining.set_difficulty', params: [difficulty] });
}

/** The line that gives a job. */
export function notifyLine({ id, work, parts }: GivenJob, clean: boolean): string {
  const { header, branch } = work;
  const params = [
    id,
    toHex(swapWords(hashToBytes(header.previousHash))),
    toHex(parts.part1),
    toHex(parts.part2),
    branch.map((hash) => toHex(hash)),
    uint32Hex(header.version),
    uint32Hex(header.bits),
    uint32Hex(header.timestamp),
    clean,
  ];
  return JSON.stringify({ id: null, method: 'mining.notify', params });
}

/** 8 hex digits, the highest first. */
export function uint32Hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}

/** Stratum writes the previous hash as eight 32-bit numbers: the bytes of each stand reversed. */
function swapWords(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes, (_, index) => bytes[(index & ~3) + 3 - (index & 3)] as number);
}
