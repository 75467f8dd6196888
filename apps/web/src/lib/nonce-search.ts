export interface NonceSearch {
  /** The first nonce that did, or undefined when none of these did. */
  readonly found: number | undefined;
  /** How many were tried. */
  readonly tries: number;
}

/** A nonce has four bytes. */
export const MAX_NONCE = 0xffff_ffff;

/** Tries `count` nonces from `from` on, wrapping round after {@link MAX_NONCE}, until `fits` says yes. */
export function searchNonce(from: number, count: number, fits: (nonce: number) => boolean): NonceSearch {
  for (let tries = 1; tries <= count; tries++) {
    const nonce = (from + tries - 1) % (MAX_NONCE + 1);
    if (fits(nonce)) return { found: nonce, tries };
  }
  return { found: undefined, tries: count };
}
