import type { Result } from '../primitives/result.ts';
import type { KeystoreRefusal } from './keystore.errors.ts';

/** What a keystore tells without being opened. */
export interface StoredWallet {
  /** Compressed, 33 bytes, a curve point. */
  readonly publicKey: Uint8Array;
  /** False: the keystore holds its own key, and opens for whoever may read it. */
  readonly encrypted: boolean;
}

export interface NewWallet {
  readonly publicKey: Uint8Array;
  /** 16 … 32 bytes: the mnemonic's entropy. */
  readonly secret: Uint8Array;
  /** What opens it; without, the keystore makes a key of its own and keeps it beside the secret. */
  readonly password: string | undefined;
}

/**
 * Keeps one wallet's secret, encrypted. What is there is never overwritten. The caller makes one call at a time.
 * Every adapter passes the same contract suite.
 */
export interface Keystore {
  /** Which one, as people find it: a path. */
  readonly description: string;
  /** What there is, or undefined when there is nothing. */
  load(): Promise<Result<StoredWallet | undefined, KeystoreRefusal>>;
  /** Keeps a new wallet; durable before it resolves. Refused when there is anything, be it damaged. */
  create(wallet: NewWallet): Promise<Result<StoredWallet, KeystoreRefusal>>;
  /** The secret. A keystore with a password wants it; one without takes none. */
  open(password: string | undefined): Promise<Result<Uint8Array, KeystoreRefusal>>;
}
