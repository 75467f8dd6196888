import type { Block } from '../block/block.ts';
import type { MaturedReward } from '../ledger/connect-block.ts';
import { LedgerView } from '../ledger/ledger-view.ts';
import type { BoundedCache } from '../primitives/bounded-cache.ts';
import type { Hash } from '../primitives/hash.ts';
import { invariant } from '../primitives/invariant.ts';
import type { ChainStore, ChainWrite, ConnectedBlock } from './chain-store.port.ts';
import type { HeaderEntry } from './header-entry.ts';
import type { HeaderTree } from './header-tree.ts';
import { storedBlock } from './stored-block.ts';

/** Blocks of one write while catching up: fewer commits than blocks. */
const MAX_BLOCKS_PER_WRITE = 32;
/** A write of so many transfers takes some ten milliseconds. */
const MAX_TRANSFERS_PER_WRITE = 2_000;

/** A block that left the best chain. */
export interface DisconnectedBlock {
  readonly entry: HeaderEntry;
  readonly block: Block;
}

/**
 * A change of the chain in the making: everything is read through it and written into it, and nothing else sees it
 * until it is committed as one write. Dropping it leaves everything as it was.
 */
export class ChainDraft {
  readonly view = new LedgerView();
  private readonly entries = new Map<Hash, HeaderEntry>();
  private readonly bodies = new Map<Hash, Block>();
  private readonly complete = new Set<Hash>();
  private readonly disconnected: DisconnectedBlock[] = [];
  private readonly connected: ConnectedBlock[] = [];
  private connectedTransfers = 0;
  private rest = false;

  constructor(
    private readonly tree: HeaderTree,
    private readonly store: ChainStore,
    private readonly maxBlockBytes: number,
    private readonly rewards: BoundedCache<Hash, MaturedReward>,
    private currentTip: HeaderEntry,
  ) {}

  get tip(): HeaderEntry {
    return this.currentTip;
  }

  /** True when it is time to write it: what one write holds the event loop for is bounded. */
  get isFull(): boolean {
    const blocks = Math.max(this.connected.length, this.bodies.size);
    return blocks >= MAX_BLOCKS_PER_WRITE || this.connectedTransfers >= MAX_TRANSFERS_PER_WRITE;
  }

  get isEmpty(): boolean {
    return this.entries.size === 0 && this.connected.length === 0 && this.disconnected.length === 0;
  }

  /** True when more blocks are complete than were looked at: to be connected after this change. */
  get hasRest(): boolean {
    return this.rest;
  }

  noteRest(): void {
    this.rest = true;
  }

  async find(hash: Hash): Promise<HeaderEntry | undefined> {
    return this.entries.get(hash) ?? (await this.tree.find(hash));
  }

  put(entry: HeaderEntry): void {
    this.entries.set(entry.hash, entry);
  }

  putBody(block: Block): void {
    this.bodies.set(block.hash, block);
  }

  /** Notes that the bodies of the block and of all below it are here, some of them perhaps in this draft alone. */
  noteComplete(hash: Hash): void {
    this.complete.add(hash);
  }

  isKnownComplete(hash: Hash): boolean {
    return this.complete.has(hash) || this.tree.isKnownComplete(hash);
  }

  /** Known blocks right on top of this one. */
  childrenOf(hash: Hash): HeaderEntry[] {
    const children = new Map(this.tree.childrenOf(hash).map((entry) => [entry.hash, entry]));
    for (const entry of this.entries.values()) if (entry.header.previousHash === hash) children.set(entry.hash, entry);
    return [...children.values()].map((entry) => this.entries.get(entry.hash) ?? entry);
  }

  /** The best chain's entry at a height, as the draft leaves it. */
  async bestAt(height: number): Promise<HeaderEntry | undefined> {
    if (height > this.currentTip.height) return undefined;
    const first = this.connected[0]?.entry.height;
    if (first !== undefined && height >= first) return this.connected[height - first]?.entry;
    return this.tree.bestAt(height);
  }

  /** A block whose body has come. Throws a DamagedBodyError when it is not its header's any more. */
  async block(hash: Hash): Promise<Block> {
    return this.bodies.get(hash) ?? storedBlock(this.store, hash, this.maxBlockBytes);
  }

  /** The reward of a block that stands deep enough to be credited; read again only when it is long ago. */
  async reward(hash: Hash): Promise<MaturedReward> {
    return this.rewards.get(hash) ?? (await this.block(hash)).reward;
  }

  /** What undoes a block of the best chain. */
  async undo(hash: Hash): Promise<Uint8Array> {
    const undo = this.connected.find(({ entry }) => entry.hash === hash)?.undo ?? (await this.store.undo(hash));
    invariant(undo !== undefined, `the store has the undo data of ${hash}`);
    return undo;
  }

  /** Takes over a reorganisation that succeeded: blocks off the tip, then blocks onto the fork point. */
  apply(removed: readonly DisconnectedBlock[], added: readonly ConnectedBlock[], view: LedgerView): void {
    for (const block of removed) {
      // A block that this very draft connected has never been seen outside: it is only taken back.
      if (this.connected.at(-1)?.entry.hash === block.entry.hash) this.connected.pop();
      else this.disconnected.push(block);
    }
    for (const block of added) {
      this.connected.push(block);
      this.connectedTransfers += block.block.transactions.length;
      this.put(block.entry);
    }
    const tip = added.at(-1)?.entry;
    invariant(tip !== undefined, 'a reorganisation ends on a new tip');
    this.currentTip = tip;
    this.view.merge(view);
  }

  /** The change as the store writes it. */
  toWrite(durability: ChainWrite['durability']): ChainWrite {
    const connectedHashes = new Set(this.connected.map(({ entry }) => entry.hash));
    const forgetAbove = this.forgottenAbove();
    const isKept = (hash: Hash): boolean => (this.entries.get(hash)?.height ?? 0) <= (forgetAbove ?? Infinity);
    return {
      ...(forgetAbove === undefined ? {} : { forgetAbove }),
      entries: [...this.entries.values()].filter(({ hash }) => isKept(hash)),
      bodies: [...this.bodies.values()].filter(({ hash }) => !connectedHashes.has(hash) && isKept(hash)),
      disconnected: this.disconnected.map(({ entry }) => entry),
      connected: this.connected,
      accounts: this.view.changes(),
      tip: this.connected.length > 0 ? this.currentTip.hash : undefined,
      durability,
    };
  }

  /** After the write: the tree learns what the store has. */
  settle(): void {
    for (const hash of this.complete) this.tree.noteComplete(hash);
    for (const entry of this.entries.values()) {
      const before = this.tree.peek(entry.hash);
      const isLost = entry.status === 'header' && before !== undefined && before.status !== 'header';
      if (entry.status === 'invalid' || isLost) this.tree.forgetComplete();
      this.tree.put(entry);
    }
    for (const { entry } of this.disconnected) this.tree.unmarkBest(entry.height);
    for (const { entry, block } of this.connected) {
      this.tree.markBest(entry);
      this.rewards.set(entry.hash, { recipient: block.reward.recipient, amount: block.reward.amount });
    }
  }

  /**
   * A verdict goes up to all that stands on a block, but only what is in memory can be told. Higher ones are forgotten
   * then: they come again, and are judged by what they stand on.
   */
  private forgottenAbove(): number | undefined {
    const { top } = this.tree;
    const reachesTop = [...this.entries.values()].some(({ status, height }) => status === 'invalid' && height >= top);
    return reachesTop ? Math.max(top, this.currentTip.height) : undefined;
  }

  /** What listeners are told: blocks that left, tip first, and blocks that joined, lowest first. */
  moves(): { readonly disconnected: readonly DisconnectedBlock[]; readonly connected: readonly ConnectedBlock[] } {
    return { disconnected: this.disconnected, connected: this.connected };
  }
}
