import { createCipheriv, createDecipheriv } from 'node:crypto';
import { InvariantError } from '#domain/primitives/invariant';

export const NOISE_TAG_BYTES = 16;

const ALGORITHM = 'chacha20-poly1305';
const NONCE_BYTES = 12;
const KEY_BYTES = 32;
const NO_DATA = Buffer.alloc(0);
const TAG_OPTIONS = { authTagLength: NOISE_TAG_BYTES };

// The largest nonce is reserved for rekeying (Noise, section 5.1), so 2^64 − 2 is the last that a message may have.
const REKEY_NONCE = 0xffff_ffff_ffff_ffffn;

/** Ciphertext and its tag, apart: the writer puts both on the socket without joining them first. */
export interface SealedMessage {
  readonly ciphertext: Buffer;
  /** 16 bytes, directly after the ciphertext on the wire. */
  readonly tag: Buffer;
}

/**
 * A key with its counter: the CipherState of the Noise specification (section 5.1, revision 34) for ChaChaPoly.
 * Until it has a key it passes bytes through, as the first handshake message needs it.
 */
export class NoiseCipherState {
  private readonly nonceBytes = Buffer.alloc(NONCE_BYTES);

  /**
   * @param key 32 bytes, or undefined for "no key yet"
   * @param nonce of the next message, 0 … 2^64 − 2; after the last one nothing more is sealed or opened
   */
  constructor(
    private key?: Uint8Array,
    private nonce = 0n,
  ) {}

  get hasKey(): boolean {
    return this.key !== undefined;
  }

  /** EncryptWithAd. Throws an InvariantError when the nonces are used up. */
  seal(associatedData: Uint8Array, plaintext: Uint8Array): SealedMessage {
    if (this.key === undefined) return { ciphertext: Buffer.from(plaintext), tag: NO_DATA };
    if (this.nonce === REKEY_NONCE) throw new InvariantError('the nonces of this Noise key are used up');
    const sealed = this.sealWith(this.key, this.nonce, associatedData, plaintext);
    this.nonce += 1n;
    return sealed;
  }

  /**
   * DecryptWithAd: the plaintext, or undefined when the message is not what the other side sealed next (or the
   * nonces are used up). The counter moves only on success.
   */
  open(associatedData: Uint8Array, message: Uint8Array): Buffer | undefined {
    if (this.key === undefined) return Buffer.from(message);
    if (this.nonce === REKEY_NONCE || message.length < NOISE_TAG_BYTES) return undefined;
    const tagStart = message.length - NOISE_TAG_BYTES;
    const decipher = createDecipheriv(ALGORITHM, this.key, this.nonceOf(this.nonce), TAG_OPTIONS);
    if (associatedData.length > 0) decipher.setAAD(associatedData, { plaintextLength: tagStart });
    decipher.setAuthTag(message.subarray(tagStart));
    const plaintext = decipher.update(message.subarray(0, tagStart));
    try {
      decipher.final();
    } catch {
      return undefined;
    }
    this.nonce += 1n;
    return plaintext;
  }

  /**
   * Rekey: replaces the key by one that leads nowhere back (Noise, sections 4.2 and 11.3). The counter goes on.
   * Harmless without a key.
   */
  rekey(): void {
    if (this.key === undefined) return;
    this.key = this.sealWith(this.key, REKEY_NONCE, NO_DATA, Buffer.alloc(KEY_BYTES)).ciphertext;
  }

  private sealWith(key: Uint8Array, nonce: bigint, associatedData: Uint8Array, plaintext: Uint8Array): SealedMessage {
    const cipher = createCipheriv(ALGORITHM, key, this.nonceOf(nonce), TAG_OPTIONS);
    if (associatedData.length > 0) cipher.setAAD(associatedData, { plaintextLength: plaintext.length });
    const ciphertext = cipher.update(plaintext);
    cipher.final();
    return { ciphertext, tag: cipher.getAuthTag() };
  }

  // Four zero bytes, then the counter in little-endian (Noise, section 12.3).
  private nonceOf(nonce: bigint): Buffer {
    this.nonceBytes.writeBigUInt64LE(nonce, 4);
    return this.nonceBytes;
  }
}
