import type { Hash } from '../primitives/hash.ts';

/** Two full pools: whatever a block takes from the pool is still known. About 12 MB, since the ids are shared. */
export const MAX_VERIFIED_SIGNATURES = 131_072;

/**
 * Ids of transactions whose signatures were found good, so that connecting their block doesn't check them again. An
 * id covers body and signature and the digest covers the chain, so an id alone is enough. Two generations: when
 * the young one is full, the old one is forgotten whole.
 */
export class SignatureCache {
  private young = new Set<string>();
  private old = new Set<string>();

  constructor(private readonly capacity = MAX_VERIFIED_SIGNATURES) {}

  has(id: string): boolean {
    return this.young.has(id) || this.old.has(id);
  }

  add(id: Hash): void {
    if (this.young.size >= this.capacity / 2) {
      this.old = this.young;
      this.young = new Set();
    }
    this.young.add(id);
  }
}
