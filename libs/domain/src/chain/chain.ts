import type { Block } from '../block/block.ts';
import type { Header } from '../block/header.ts';
import type { MaturedReward } from '../ledger/connect-block.ts';
import type { AccountStates } from '../ledger/ledger-view.ts';
import type { Network } from '../network-params/network.ts';
import { subsidyAt } from '../network-params/supply.ts';
import { BoundedCache } from '../primitives/bounded-cache.ts';
import { nowSeconds } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import { invariant } from '../primitives/invariant.ts';
import { SerialQueue } from '../primitives/serial-queue.ts';
import type { AccountId } from '../transaction/account.ts';
import { type AcceptDependencies, acceptBlock, type BlockOutcome } from './accept-block.ts';
import { acceptHeaders, type HeadersOutcome } from './accept-headers.ts';
import { AccountCache } from './account-cache.ts';
import { BestHeader } from './best-header.ts';
import { BlockShelf } from './block-shelf.ts';
import type { BlockRefusal } from './chain.errors.ts';
import type { ChainChange } from './chain-change.ts';
import { type ChainContext, chainContextOf } from './chain-context.ts';
import type { ChainDependencies } from './chain-dependencies.ts';
import { ChainDraft } from './chain-draft.ts';
import { type ChainFollower, ChainFollowers } from './chain-followers.ts';
import type { ChainWrite } from './chain-store.port.ts';
import type { HeaderEntry } from './header-entry.ts';
import type { HeaderTree } from './header-tree.ts';
import { HeldBlocks } from './held-blocks.ts';
import { loadTree } from './load-tree.ts';
import { prepareBlock } from './prepare-block.ts';
import type { PrunedHeights } from './pruned-heights.ts';
import { resumeChain } from './resume-chain.ts';

/** Rewards that wait to mature: far more than any network's maturity. */
const MAX_CACHED_REWARDS = 4_096;

/**
 * The best chain and the tree around it. Everything that changes it goes through one queue, in whole writes;
 * followers hear of each change in order, before the next begins.
 */
export class Chain {
  /** Whoever must see a state that no block changes meanwhile runs in it. Never wait for it from within. */
  readonly queue = new SerialQueue();
  private readonly context: ChainContext;
  private readonly accountCache: AccountCache;
  private readonly rewards = new BoundedCache<Hash, MaturedReward>(MAX_CACHED_REWARDS);
  private readonly shelf: BlockShelf;
  private readonly held: HeldBlocks;
  private readonly followers: ChainFollowers;
  private readonly acceptance: AcceptDependencies;
  private currentTip: HeaderEntry;
  private readonly best: BestHeader;
  private lastArrival = 0;

  private constructor(
    private readonly dependencies: ChainDependencies,
    private readonly tree: HeaderTree,
    tip: HeaderEntry,
    pruned: PrunedHeights,
  ) {
    const { network, store, clock, log } = dependencies;
    this.context = chainContextOf(network);
    this.shelf = new BlockShelf(store, this.context.maxBlockBytes, pruned, log);
    this.followers = new ChainFollowers(log);
    this.accountCache = new AccountCache(store);
    this.held = new HeldBlocks(clock, log, (block) => this.accept(block));
    this.currentTip = tip;
    this.best = new BestHeader(tip);
    this.acceptance = {
      context: this.context,
      prepare: (block) => prepareBlock(block, this.context, dependencies),
      nextArrival: () => ++this.lastArrival,
      accounts: (accounts) => this.accountCache.get(accounts),
      subsidyAt: (height) => subsidyAt(network.parameters, height),
      rewardMaturityBlocks: network.parameters.rewardMaturityBlocks,
      breathe: () => clock.breathe(),
      undoBelow: () => this.shelf.undoBelow,
      log,
    };
  }

  /** The chain as the store has it; a new store begins with the genesis block and its allocations. */
  static async open(dependencies: ChainDependencies): Promise<Chain> {
    const { tree, tip } = await loadTree(dependencies.store, dependencies.network);
    const chain = new Chain(dependencies, tree, tip, await dependencies.store.pruned());
    await chain.queue.run(() => chain.resume());
    return chain;
  }

  get network(): Network {
    return this.dependencies.network;
  }

  /** The newest block of the best chain. */
  get tip(): HeaderEntry {
    return this.currentTip;
  }

  /** The header with the most work, whether or not its body has come: where a catching-up node is heading. */
  get bestHeader(): HeaderEntry {
    return this.best.entry;
  }

  /** How many headers are in memory. */
  get headersInMemory(): number {
    return this.tree.size;
  }

  /** Hears of every change in order, in the chain's queue: what it awaits, the next block awaits. */
  follow(follower: ChainFollower): void {
    this.followers.add(follower);
  }

  find(hash: Hash): Promise<HeaderEntry | undefined> {
    return this.tree.find(hash);
  }

  /** The best chain's entry at a height. */
  async at(height: number): Promise<HeaderEntry | undefined> {
    return height > this.currentTip.height ? undefined : this.tree.bestAt(height);
  }

  /** The whole block, if its body is here: it came, and was not pruned. */
  async block(hash: Hash): Promise<Block | undefined> {
    const entry = await this.tree.find(hash);
    if (entry === undefined) return undefined;
    return (await this.at(entry.height))?.hash === hash ? this.shelf.block(entry) : this.shelf.sideBlock(entry);
  }

  /** Removes bodies and undo data as `ChainStore.prune` does; no reorganisation reaches below these heights any more. */
  prune(heights: PrunedHeights, limit: number): Promise<number> {
    return this.queue.run(() => this.shelf.prune(heights, limit));
  }

  /** What the best chain's block at a height pays its miner. */
  async rewardAt(height: number): Promise<MaturedReward | undefined> {
    const entry = await this.at(height);
    return entry === undefined ? undefined : this.newDraft().reward(entry.hash);
  }

  /** Accounts as the best chain leaves them. */
  accounts(accounts: readonly AccountId[]): Promise<AccountStates> {
    return this.accountCache.get(accounts);
  }

  /** Takes headers in order, without bodies; stops at the first that is refused, and says which. */
  acceptHeaders(headers: readonly Header[]): Promise<HeadersOutcome> {
    return this.queue.run(async () => {
      const draft = this.newDraft();
      const outcome = await acceptHeaders(draft, headers, this.context, this.dependencies.clock);
      await this.commit(draft, 'normal');
      return outcome;
    });
  }

  /** Takes one block; what is acknowledged as connected is on disk. */
  async accept(block: Block): Promise<BlockOutcome> {
    const [outcome] = await this.acceptAll([block], 'full');
    invariant(outcome !== undefined, 'every block has an outcome');
    return outcome;
  }

  /** Takes blocks in order, several to a write. Signatures are checked while earlier blocks are connected. */
  async acceptAll(blocks: readonly Block[], durability: ChainWrite['durability']): Promise<BlockOutcome[]> {
    const preparations: Promise<BlockRefusal | 'known' | undefined>[] = [];
    for (const block of blocks) {
      const preparation = this.prepare(block);
      // Awaited below, in order; until then a failure waits there and is no unhandled one.
      preparation.catch(() => undefined);
      preparations.push(preparation);
      if (blocks.length > 1) await this.dependencies.clock.breathe();
    }
    return this.queue.run(async () => {
      const outcomes: BlockOutcome[] = [];
      let draft = this.newDraft();
      for (const [index, block] of blocks.entries()) {
        const preparation = await preparations[index];
        const now = nowSeconds(this.dependencies.clock);
        const outcome = await acceptBlock(draft, block, preparation, now, this.acceptance);
        outcomes.push(outcome);
        if (outcome.kind === 'refused') this.hold(block, outcome.refusal);
        // Between connecting and writing, since each takes some ten milliseconds of a full block.
        if (blocks.length > 1) await this.dependencies.clock.breathe();
        if (!draft.isFull) continue;
        await this.commit(draft, durability);
        draft = this.newDraft();
        // A store may answer without ever leaving the event loop a turn.
        await this.dependencies.clock.breathe();
      }
      await this.commit(draft, durability);
      return outcomes;
    });
  }

  /** Stops waiting for held blocks and for whatever is being connected. */
  async close(): Promise<void> {
    this.held.close();
    await this.queue.idle();
  }

  private async prepare(block: Block): Promise<BlockRefusal | 'known' | undefined> {
    const known = this.tree.peek(block.hash);
    return known !== undefined && known.status !== 'header' ? 'known' : this.acceptance.prepare(block);
  }

  private newDraft(): ChainDraft {
    const { tree, dependencies, context, rewards, currentTip } = this;
    return new ChainDraft(tree, dependencies.store, context.maxBlockBytes, rewards, currentTip);
  }

  private async commit(draft: ChainDraft, durability: ChainWrite['durability']): Promise<void> {
    if (draft.isEmpty) return;
    const write = draft.toWrite(durability);
    await this.dependencies.store.write(write);
    this.accountCache.learn(write.accounts);
    draft.settle();
    this.currentTip = draft.tip;
    this.best.learn(write.entries, draft.tip, () => this.tree.entries(), write.forgetAbove);
    if (write.tip === undefined) return;
    const change: ChainChange = { ...draft.moves(), tip: draft.tip };
    this.shelf.remember(change.connected);
    await this.followers.tell(change);
    await this.tree.moveTo(draft.tip.height);
    if (draft.hasRest) await this.connectStored();
  }

  /** After a start: counts arrivals on, and follows a better chain whose bodies are all here. */
  private async resume(): Promise<void> {
    const entries = [...this.tree.entries()];
    this.lastArrival = entries.reduce((latest, { arrival }) => Math.max(latest, arrival), 0);
    this.best.learn(entries, this.currentTip, () => entries);
    await this.connectStored();
  }

  private connectStored(): Promise<void> {
    return resumeChain({
      acceptance: this.acceptance,
      log: this.dependencies.log,
      entries: () => this.tree.entries(),
      newDraft: () => this.newDraft(),
      commit: (draft, durability) => this.commit(draft, durability),
    });
  }

  private hold(block: Block, refusal: BlockRefusal): void {
    if (refusal.code === 'header-time-too-far-ahead') this.held.hold(block, this.context.maxFutureDriftSeconds);
  }
}
