import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** AES-256-GCM's own sizes (NIST SP 800-38D). */
export const NONCE_BYTES = 12;
export const TAG_BYTES = 16;

const ALGORITHM = 'aes-256-gcm';

export interface SealedSecret {
  readonly nonce: Uint8Array;
  /** As long as the secret. */
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}

/** Encrypts a secret under a fresh nonce; what is `bound` stays readable and cannot be changed unnoticed. */
export function sealSecret(key: Uint8Array, secret: Uint8Array, bound: string): SealedSecret {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(bound));
  const ciphertext = Buffer.concat([cipher.update(secret), cipher.final()]);
  return { nonce, ciphertext, tag: cipher.getAuthTag() };
}

/** The secret, or undefined when key, bound text or any byte is another. */
export function openSecret(key: Uint8Array, sealed: SealedSecret, bound: string): Uint8Array | undefined {
  const decipher = createDecipheriv(ALGORITHM, key, sealed.nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(sealed.tag);
  try {
    return new Uint8Array(Buffer.concat([decipher.update(sealed.ciphertext), decipher.final()]));
  } catch {
    return undefined;
  }
}
