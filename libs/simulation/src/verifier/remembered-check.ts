import { secp256k1 } from '@noble/curves/secp256k1.js';
import { concatBytes } from '#domain/primitives/bytes';
import type { SignatureCheck } from '#domain/transaction/signature-verifier.port';

/** Some 30 MB. Forgetting costs time and changes nothing. */
const MAX_REMEMBERED = 100_000;

const answers = new Map<string, boolean>();

/**
 * The true answer for a signature, worked out once in this process however many simulated peers ask: it covers every
 * byte of the question.
 */
export function checkOnce({ digest, signature, publicKey }: SignatureCheck): boolean {
  const key = Buffer.from(concatBytes(digest, signature, publicKey)).toString('latin1');
  const known = answers.get(key);
  if (known !== undefined) return known;
  if (answers.size >= MAX_REMEMBERED) answers.clear();
  const answer = check(digest, signature, publicKey);
  answers.set(key, answer);
  return answer;
}

function check(digest: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  if (digest.length !== 32 || signature.length !== 64 || publicKey.length !== 33) return false;
  try {
    return secp256k1.verify(signature, digest, publicKey, { prehash: false, lowS: true, format: 'compact' });
  } catch {
    return false;
  }
}
