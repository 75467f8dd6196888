import { BoundedCache } from '../primitives/bounded-cache.ts';
import type { Hash } from '../primitives/hash.ts';
import { invariant } from '../primitives/invariant.ts';
import type { ChainStore } from './chain-store.port.ts';
import type { HeaderEntry } from './header-entry.ts';

/**
 * How many heights below the tip stay in memory, with all their branches. Reorganisations and a day of mainnet fit
 * (1,440 blocks); what is older is read from the store, so memory does not grow with the chain.
 */
export const HEADER_WINDOW = 2_048;

/**
 * How many heights above the tip stay in memory: all that synchronisation fetches ahead of bodies at a time. What is
 * known of higher ones waits in the store and comes when the tip does.
 */
export const HEADERS_AHEAD_WINDOW = 16_384;

/** Blocks known to stand on bodies without a gap: two windows, so the top of every branch that grows is among them. */
const MAX_KNOWN_COMPLETE = 4_096;

/** All headers that fit somewhere: the recent ones in memory, the others in the store. */
export class HeaderTree {
  private readonly recent = new Map<Hash, HeaderEntry>();
  private readonly byHeight = new Map<number, Set<Hash>>();
  private readonly children = new Map<Hash, Set<Hash>>();
  /** Hash of the best chain at each height of the window. */
  private readonly best = new Map<number, Hash>();
  /** Of the heights that are in memory. */
  private lowestHeight = Number.POSITIVE_INFINITY;
  private highestHeight = -1;
  /** Lower ones are not kept in memory. */
  private keepFrom = 0;
  /** Nor higher ones. Everything that the store has from {@link keepFrom} up to here is in memory. */
  private keepTo = -1;
  /** Blocks off the best chain whose bodies, and all those below, have come: nobody need walk down to see it again. */
  private readonly complete = new BoundedCache<Hash, true>(MAX_KNOWN_COMPLETE);

  constructor(private readonly store: Pick<ChainStore, 'entry' | 'entryAt' | 'treeBetween'>) {}

  /** How many headers are held in memory. */
  get size(): number {
    return this.recent.size;
  }

  /** The greatest height whose entries are all in memory. */
  get top(): number {
    return this.keepTo;
  }

  /** The entry, from memory when it is recent. */
  async find(hash: Hash): Promise<HeaderEntry | undefined> {
    return this.recent.get(hash) ?? (await this.store.entry(hash));
  }

  /** The entry if it is in memory. */
  peek(hash: Hash): HeaderEntry | undefined {
    return this.recent.get(hash);
  }

  /** The best chain's entry at this height. */
  async bestAt(height: number): Promise<HeaderEntry | undefined> {
    const hash = this.best.get(height);
    if (hash === undefined) return this.store.entryAt(height);
    const entry = this.recent.get(hash);
    invariant(entry !== undefined, 'the best chain of the window is in memory');
    return entry;
  }

  /** Known blocks right on top of this one, within the window. */
  childrenOf(hash: Hash): HeaderEntry[] {
    const hashes = this.children.get(hash) ?? [];
    return [...hashes].map((child) => this.recent.get(child) as HeaderEntry);
  }

  /** Every entry in memory, in no order. */
  entries(): Iterable<HeaderEntry> {
    return this.recent.values();
  }

  /** Adds an entry, or replaces what was known of it; one outside the window is left to the store. */
  put(entry: HeaderEntry): void {
    const { hash, height } = entry;
    if (height < this.keepFrom || height > this.keepTo) return;
    this.recent.set(hash, entry);
    link(this.byHeight, height, hash);
    link(this.children, entry.header.previousHash, hash);
    this.lowestHeight = Math.min(this.lowestHeight, height);
    this.highestHeight = Math.max(this.highestHeight, height);
  }

  /** Notes that the best chain has this block at its height. */
  markBest(entry: HeaderEntry): void {
    if (this.recent.has(entry.hash)) this.best.set(entry.height, entry.hash);
  }

  /** Notes that the best chain ends below this height. */
  unmarkBest(height: number): void {
    this.best.delete(height);
  }

  /** Notes that the bodies of the block and of all below it are here. */
  noteComplete(hash: Hash): void {
    this.complete.set(hash, true);
  }

  isKnownComplete(hash: Hash): boolean {
    return this.complete.has(hash);
  }

  /** A verdict may have fallen, or a body been lost, below any of them. */
  forgetComplete(): void {
    this.complete.clear();
  }

  /** Moves the window to this tip: forgets what lies outside of it, and takes from the store what comes into it. */
  async moveTo(tipHeight: number): Promise<void> {
    const keepFrom = Math.max(0, tipHeight - HEADER_WINDOW);
    const keepTo = tipHeight + HEADERS_AHEAD_WINDOW;
    const below = Math.min(this.keepFrom - 1, keepTo);
    // A shorter chain with more work moves it down.
    const lower = keepFrom > below ? [] : await this.store.treeBetween(keepFrom, below);
    this.keepFrom = keepFrom;
    for (const entry of lower) this.put(entry);
    for (; this.lowestHeight < this.keepFrom; this.lowestHeight++) this.forgetHeight(this.lowestHeight);
    for (; this.highestHeight > keepTo; this.highestHeight--) this.forgetHeight(this.highestHeight);
    const from = Math.max(this.keepTo + 1, this.keepFrom);
    const entries = from > keepTo ? [] : await this.store.treeBetween(from, keepTo);
    this.keepTo = keepTo;
    for (const entry of entries) this.put(entry);
  }

  private forgetHeight(height: number): void {
    for (const hash of this.byHeight.get(height) ?? []) this.forget(hash);
    this.byHeight.delete(height);
    this.best.delete(height);
  }

  private forget(hash: Hash): void {
    const previousHash = this.recent.get(hash)?.header.previousHash;
    if (previousHash !== undefined) this.children.delete(previousHash);
    this.recent.delete(hash);
  }
}

function link<Key>(sets: Map<Key, Set<Hash>>, key: Key, hash: Hash): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([hash]));
  else known.add(hash);
}
