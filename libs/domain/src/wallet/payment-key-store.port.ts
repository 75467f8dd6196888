/** A payment that was asked for under a key of the caller's choice. */
export interface KeyedPayment {
  /** 1 … 255 visible ASCII characters. */
  readonly key: string;
  /** sha256 of what was asked for, 32 bytes: the same key for something else is a mistake. */
  readonly fingerprint: Uint8Array;
  /** Canonical bytes of the signed transaction. */
  readonly transaction: Uint8Array;
  /** Milliseconds since 1970. */
  readonly signedAtMs: number;
  /** It has been taken: what becomes of it later is no longer the key's matter. */
  readonly taken: boolean;
}

/** What is thrown away when a payment is kept. */
export interface PaymentKeyLimits {
  /** Payments signed before this go. */
  readonly signedBeforeMs: number;
  /** Of the rest, the oldest go until there are at most so many; a store may let them go a little earlier. */
  readonly maximum: number;
}

/**
 * Keeps payments by their keys. A write may be lost in a power cut, but only together with every later one of the
 * same disk: whoever hands the transaction in after {@link keep} has the key whenever he has the transaction.
 */
export interface PaymentKeyStore {
  find(key: string): Promise<KeyedPayment | undefined>;
  /** Replaces what the key has. */
  keep(payment: KeyedPayment, limits: PaymentKeyLimits): Promise<void>;
  /** Notes that the payment of this key was taken. */
  noteTaken(key: string): Promise<void>;
  forget(key: string): Promise<void>;
}
