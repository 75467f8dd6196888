import { sha256 } from '@noble/hashes/sha2.js';
import { toHex, utf8 } from '#domain/primitives/bytes';
import type { JoinToken } from '#domain/tracker/admission-records';
import { JOIN_TOKEN_LIFE_SECONDS } from '#domain/tracker/join-tokens';
import { START_MS } from '../peers/simulated-chain.ts';

const ID_CHARACTERS = 16;

/** What the peer of a number is given before the run begins. */
export function firstJoinToken(index: number): string {
  return toHex(sha256(utf8(`cheesechain simulated invitation ${index}`)));
}

/** The invitations of so many peers, as every tracker of their operator has them in its records. */
export function firstInvitations(peers: number): JoinToken[] {
  const createdAt = START_MS / 1000;
  return Array.from({ length: peers }, (_, index) => {
    const token = firstJoinToken(index);
    const id = toHex(sha256(utf8(token))).slice(0, ID_CHARACTERS);
    return { id, token, createdAt, expiresAt: createdAt + JOIN_TOKEN_LIFE_SECONDS };
  });
}
