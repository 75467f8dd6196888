/** A dot on the map: a block or a payment on its way between our peer and another. */
export interface Wave {
  readonly key: number;
  /** Id of the other peer. */
  readonly peer: string;
  /** From us to it. */
  readonly out: boolean;
  readonly what: 'block' | 'payment';
  readonly delayMs: number;
}
