import { MemoryChainStore } from '#adapters/memory/memory-chain-store';
import type { ChainWrite } from '#domain/chain/chain-store.port';
import type { Hash } from '#domain/primitives/hash';

/** A store in memory that fails, or lies about a body, when a test says so. */
export class FaultyChainStore extends MemoryChainStore {
  /** The next so many writes fail and change nothing. */
  failingWrites = 0;
  /** Every write that was asked for, failed ones too. */
  readonly writes: ChainWrite[] = [];
  private readonly tampered = new Map<Hash, (bytes: Uint8Array) => void>();

  /** From now on the block's body is read with this change. */
  tamper(hash: Hash, change: (bytes: Uint8Array) => void): void {
    this.tampered.set(hash, change);
  }

  override async write(write: ChainWrite): Promise<void> {
    this.writes.push(write);
    if (this.failingWrites > 0) {
      this.failingWrites--;
      throw new Error('the disk is full');
    }
    await super.write(write);
  }

  override async blockBytes(hash: Hash): Promise<Uint8Array | undefined> {
    const bytes = await super.blockBytes(hash);
    const change = this.tampered.get(hash);
    if (bytes === undefined || change === undefined) return bytes;
    const copy = bytes.slice();
    change(copy);
    return copy;
  }
}
