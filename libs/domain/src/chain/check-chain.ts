import type { Block } from '../block/block.ts';
import type { MaturedReward } from '../ledger/connect-block.ts';
import type { Network } from '../network-params/network.ts';
import { subsidyAt } from '../network-params/supply.ts';
import { BoundedCache } from '../primitives/bounded-cache.ts';
import type { Cancellation } from '../primitives/cancellation.ts';
import type { Clock } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import { AccountTrail } from './account-trail.ts';
import type { ChainFault } from './chain-fault.errors.ts';
import type { ChainStore } from './chain-store.port.ts';
import { StoredHeaderCheck, type StoredPlace } from './check-stored-header.ts';
import { checkSupply } from './check-supply.ts';
import { DamagedBodyError } from './damaged-body-error.ts';
import type { HeaderEntry } from './header-entry.ts';
import type { PrunedHeights } from './pruned-heights.ts';
import { storedBlock } from './stored-block.ts';
import { StoredEntries } from './stored-entries.ts';

/** Faults that a report lists: who has so many needs no longer list. All of them are counted. */
const MAX_LISTED_FAULTS = 100;
/** Blocks kept decoded, for the reward of one is asked for when a higher one is looked at. */
const MAX_KEPT_BLOCKS = 32;

export interface CheckChainOptions {
  readonly clock: Pick<Clock, 'breathe'>;
  /** How many of the newest blocks are looked at; all of them when absent. */
  readonly depth?: number;
  readonly cancellation?: Cancellation;
  /** Called with how many blocks of how many have been looked at. */
  readonly onProgress?: (done: number, all: number) => void;
}

export interface ChainReport {
  /** Of the best chain's last block; −1 when there is none. */
  readonly height: number;
  /** From the tip downwards, at most {@link MAX_LISTED_FAULTS}. */
  readonly faults: readonly ChainFault[];
  /** How many there are. */
  readonly count: number;
  /** All of them are lost or damaged bodies, those included that are not listed. */
  readonly isOnlyBodies: boolean;
  /** The lowest height at which a body is lost or damaged. */
  readonly lowestBody: number | undefined;
  /** The lowest height at which a header is. */
  readonly lowestHeader: number | undefined;
}

/**
 * Looks whether a stored chain agrees with itself: tip, headers and their rules, bodies, undo data, accounts, supply.
 * Over the whole chain it proves every balance by the blocks. Changes nothing. Must be the store's only user.
 */
export function checkChain(store: ChainStore, network: Network, options: CheckChainOptions): Promise<ChainReport> {
  return new ChainCheck(store, network, options).run();
}

class ChainCheck {
  private readonly faults: ChainFault[] = [];
  private count = 0;
  private isOnlyBodies = true;
  private lowestBody: number | undefined;
  private lowestHeader: number | undefined;
  private pruned: PrunedHeights = { bodiesBelow: 0, undoBelow: 0 };
  private readonly entries: StoredEntries;
  private readonly headers: StoredHeaderCheck;
  private readonly trail: AccountTrail;
  private readonly blocks = new BoundedCache<Hash, Block>(MAX_KEPT_BLOCKS);

  constructor(
    private readonly store: ChainStore,
    private readonly network: Network,
    private readonly options: CheckChainOptions,
  ) {
    this.entries = new StoredEntries(store);
    this.headers = new StoredHeaderCheck(network);
    this.trail = new AccountTrail(store);
  }

  async run(): Promise<ChainReport> {
    this.pruned = await this.store.pruned();
    const height = await this.entries.top();
    const tip = await this.store.tip();
    const top = (await this.entries.at(height))?.hash;
    if (tip !== top) this.report({ code: 'chain-fault-tip', tip, top });
    if (height >= 0) {
      const depth = Math.min(this.options.depth ?? Number.POSITIVE_INFINITY, height + 1);
      await this.checkBlocks(height, depth);
      this.report(await checkSupply(this.store, this.network, height));
    }
    const { faults, count, isOnlyBodies, lowestBody, lowestHeader } = this;
    return { height, faults, count, isOnlyBodies, lowestBody, lowestHeader };
  }

  private async checkBlocks(top: number, depth: number): Promise<void> {
    for (let done = 0; done < depth; done++) {
      if (this.options.cancellation?.aborted === true) return;
      await this.checkHeight(top - done);
      this.options.onProgress?.(done + 1, depth);
      await this.options.clock.breathe();
    }
    if (depth > top) this.report(await this.trail.checkGenesis(this.network));
  }

  private async checkHeight(height: number): Promise<void> {
    const place = await this.placeAt(height);
    const fault = this.headers.check(place);
    this.report(fault);
    const { entry } = place;
    if (entry === undefined || fault !== undefined) return this.trail.lose();
    const block = await this.body(entry);
    if (height === 0) return;
    const undo = await this.store.undo(entry.hash);
    if (undo === undefined) {
      this.trail.lose();
      if (height >= this.pruned.undoBelow) this.report({ code: 'chain-fault-undo', height, detail: 'it is lost' });
      return;
    }
    const matured = await this.maturedAt(height, block);
    const context =
      matured === 'unknown' ? undefined : { subsidy: subsidyAt(this.network.parameters, height), matured };
    this.report(await this.trail.check(height, undo, block, context));
  }

  private async placeAt(height: number): Promise<StoredPlace> {
    const entry = await this.entries.at(height);
    const parent = await this.entries.at(height - 1);
    return { height, entry, parent, grandparent: await this.entries.at(height - 2) };
  }

  /** The body of an entry that should have it; names its fault. */
  private async body(entry: HeaderEntry): Promise<Block | undefined> {
    const { hash, height, status } = entry;
    try {
      if (status !== 'connected') throw new DamagedBodyError(hash, `stands as ${status}`);
      return await this.block(hash);
    } catch (error) {
      if (!(error instanceof DamagedBodyError)) throw error;
      const isPruned = height < this.pruned.bodiesBelow && (await this.store.blockBytes(hash)) === undefined;
      if (!isPruned) this.report({ code: 'chain-fault-body', height, detail: error.message });
      return undefined;
    }
  }

  private async block(hash: Hash): Promise<Block> {
    const kept = this.blocks.get(hash);
    if (kept !== undefined) return kept;
    const block = await storedBlock(this.store, hash, this.network.parameters.maxBlockBytes);
    this.blocks.set(hash, block);
    return block;
  }

  /** The reward that the block at this height credits. */
  private async maturedAt(height: number, block: Block | undefined): Promise<MaturedReward | undefined | 'unknown'> {
    const maturity = this.network.parameters.rewardMaturityBlocks;
    if (height - maturity < 1) return undefined;
    if (maturity === 0) return block?.reward ?? 'unknown';
    const ancestor = await this.entries.at(height - maturity);
    if (ancestor === undefined) return 'unknown';
    try {
      return (await this.block(ancestor.hash)).reward;
    } catch (error) {
      if (error instanceof DamagedBodyError) return 'unknown';
      throw error;
    }
  }

  private report(fault: ChainFault | undefined): void {
    if (fault === undefined) return;
    this.count++;
    if (fault.code !== 'chain-fault-body') this.isOnlyBodies = false;
    if (this.faults.length < MAX_LISTED_FAULTS) this.faults.push(fault);
    // From the tip downwards: the latest is the lowest.
    if (fault.code === 'chain-fault-body') this.lowestBody = fault.height;
    if (fault.code === 'chain-fault-header') this.lowestHeader = fault.height;
    // One that is only lost is known, and what stands on it need not go.
    if (fault.code === 'chain-fault-genesis' && fault.found !== undefined) this.lowestHeader = 0;
  }
}
