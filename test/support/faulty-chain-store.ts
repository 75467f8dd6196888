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
  private readonly lost = new Set<Hash>();
  private readonly tamperedUndo = new Map<Hash, Uint8Array | undefined>();

  /** From now on the block's body is read with this change, until it comes again. */
  tamper(hash: Hash, change: (bytes: Uint8Array) => void): void {
    this.tampered.set(hash, change);
  }

  /** The block's body is gone, until it comes again. */
  lose(hash: Hash): void {
    this.lost.add(hash);
  }

  /** The block's undo data is this, or gone, until it is written again. */
  tamperUndo(hash: Hash, bytes: Uint8Array | undefined): void {
    this.tamperedUndo.set(hash, bytes);
  }

  override async write(write: ChainWrite): Promise<void> {
    this.writes.push(write);
    if (this.failingWrites > 0) {
      this.failingWrites--;
      throw new Error('the disk is full');
    }
    await super.write(write);
    this.heal(write);
  }

  override async reset(genesis: ChainWrite): Promise<void> {
    await super.reset(genesis);
    this.tamperedUndo.clear();
  }

  override async undo(hash: Hash): Promise<Uint8Array | undefined> {
    return this.tamperedUndo.has(hash) ? this.tamperedUndo.get(hash) : super.undo(hash);
  }

  override async blockBytes(hash: Hash): Promise<Uint8Array | undefined> {
    const bytes = await super.blockBytes(hash);
    const change = this.tampered.get(hash);
    if (this.lost.has(hash)) return undefined;
    if (bytes === undefined || change === undefined) return bytes;
    const copy = bytes.slice();
    change(copy);
    return copy;
  }

  /** What is written anew is good again. */
  private heal({ bodies, connected }: ChainWrite): void {
    for (const { hash } of [...bodies, ...connected.map(({ block }) => block)]) {
      this.tampered.delete(hash);
      this.lost.delete(hash);
    }
    for (const { entry } of connected) this.tamperedUndo.delete(entry.hash);
  }
}
