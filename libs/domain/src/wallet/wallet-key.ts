import { secp256k1 } from '@noble/curves/secp256k1.js';
import { toHex } from '../primitives/bytes.ts';
import { invariant } from '../primitives/invariant.ts';
import { type AccountId, accountOf } from '../transaction/account.ts';

export const PRIVATE_KEY_BYTES = 32;

/**
 * A secp256k1 key pair that signs. The private key stands in a `#` field, which neither JSON, `util.inspect` nor a log
 * ever sees; nothing but {@link sign} uses it.
 */
export class WalletKey {
  readonly #privateKey: Uint8Array;
  #wiped = false;
  /** Compressed, 33 bytes. */
  readonly publicKey: Uint8Array;
  readonly account: AccountId;

  /** Takes a copy of the 32 bytes: 1 … the order of the curve − 1, or it throws. */
  constructor(privateKey: Uint8Array) {
    invariant(secp256k1.utils.isValidSecretKey(privateKey), 'a private key is a number below the order of the curve');
    this.#privateKey = privateKey.slice();
    this.publicKey = secp256k1.getPublicKey(privateKey, true);
    this.account = accountOf(this.publicKey);
  }

  /** The ECDSA signature over a 32-byte digest: compact r ‖ s (64 bytes), low s, nonce by RFC 6979. */
  sign(digest: Uint8Array): Uint8Array {
    invariant(!this.#wiped, 'a wiped key signs nothing');
    invariant(digest.length === 32, 'a digest has 32 bytes');
    const options = { prehash: false, lowS: true, extraEntropy: false, format: 'compact' } as const;
    return secp256k1.sign(digest, this.#privateKey, options);
  }

  /** Overwrites the private key; signing afterwards throws. */
  wipe(): void {
    this.#privateKey.fill(0);
    this.#wiped = true;
  }

  toJSON(): { readonly publicKey: string; readonly account: AccountId } {
    return { publicKey: toHex(this.publicKey), account: this.account };
  }
}
