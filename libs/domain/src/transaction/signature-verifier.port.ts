/** One ECDSA check over secp256k1. */
export interface SignatureCheck {
  /** 32 bytes, as they are signed: no further hashing. */
  readonly digest: Uint8Array;
  /** 64 bytes, compact r ‖ s, big-endian. A high s is refused. */
  readonly signature: Uint8Array;
  /** 33 bytes, compressed. */
  readonly publicKey: Uint8Array;
}

/**
 * Checks signatures, as many at once as its threads allow. Every adapter gives the same answer on every input:
 * true for a valid low-S signature by that key, false for everything else, also where a library would throw.
 */
export interface SignatureVerifier {
  /** Which implementation runs and on how many threads, for logs, API and metrics. */
  readonly description: string;
  /** One answer per check, in their order. */
  verify(checks: readonly SignatureCheck[]): Promise<boolean[]>;
  /** Ends its threads. */
  close(): Promise<void>;
}
