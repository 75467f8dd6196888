import type { Hash } from '../primitives/hash.ts';

/** A stored body is gone, or is not its header's any more: the store is damaged. */
export class DamagedBodyError extends Error {
  override readonly name = 'DamagedBodyError';

  constructor(
    readonly hash: Hash,
    what: string,
  ) {
    super(`the stored body of ${hash} ${what}`);
  }
}
