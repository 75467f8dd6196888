import type { AccountId } from '../transaction/account.ts';
import type { KeystoreRefusal } from './keystore.errors.ts';
import type { WalletKey } from './wallet-key.ts';

/** Who the wallet is, known also while it is locked. */
export interface WalletIdentity {
  /** Compressed, 33 bytes. */
  readonly publicKey: Uint8Array;
  readonly account: AccountId;
  /** bech32m, of the wallet's network. */
  readonly address: string;
  /** False: made without a password, so never locked. */
  readonly encrypted: boolean;
}

/**
 * What the wallet is at a moment. `unusable`: there is something in the keystore that cannot be read; every call is
 * refused with the reason until somebody has mended it and started again.
 */
export type WalletState =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unusable'; readonly refusal: KeystoreRefusal }
  | { readonly kind: 'locked'; readonly identity: WalletIdentity }
  | {
      readonly kind: 'unlocked';
      readonly identity: WalletIdentity;
      readonly key: WalletKey;
      /** Milliseconds since 1970; undefined: until it is locked or the program ends. */
      readonly untilMs: number | undefined;
    };

export interface WalletStatus extends WalletIdentity {
  readonly locked: boolean;
  /** When an unlocking ends by itself, in milliseconds since 1970. */
  readonly unlockedUntilMs: number | undefined;
}
