import { Chain } from '#domain/chain/chain';
import type { ChainStore } from '#domain/chain/chain-store.port';
import type { Network } from '#domain/network-params/network';
import { toHex } from '#domain/primitives/bytes';
import { crumbs } from '#domain/primitives/crumbs';
import type { Hash } from '#domain/primitives/hash';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { testKey } from '#test/keys';
import { ManualClock } from '#test/manual-clock';
import { testAllocations, testNetwork } from '#test/network';
import { testVerifier } from '#test/test-verifier';
import { BlockWorld, hashOf, type WorldBlock } from './block-world.ts';
import { ReferenceChain } from './reference-chain.ts';
import { PEOPLE, type Step } from './steps.ts';

const YEAR_MS = 365 * 86_400 * 1000;
const HISTORY_LIMIT = 10_000;

/** Where a history's chain is kept. */
export interface ModelStore {
  /** The store as it is when a node starts; called again for each restart, with the earlier one closed. */
  open(): Promise<ChainStore>;
  /** Makes the next write fail, where the store can. Gives what lets writes pass again. */
  failNextWrite?(): () => void;
  /** Leaves nothing behind. */
  remove(): void;
}

/** What happened in histories, to see that they were worth their time. */
export interface HistorySummary {
  blocks: number;
  reorganisations: number;
  readonly refusals: Set<string>;
}

/** A network in which work differs, rewards ripen and halve, within a few blocks. */
export const MODEL_NETWORK: Network = testNetwork({
  name: 'model',
  retarget: true,
  targetSpacingSeconds: 10,
  minTimestampStepSeconds: 1,
  startingBits: 0x2010ffff,
  initialSubsidy: crumbs(1_001),
  halvingIntervalBlocks: 6,
  rewardMaturityBlocks: 3,
  allocations: testAllocations(3, 10_000),
});

/** Lives through a history step by step and, after each, compares the chain with the reference. */
export class HistoryRun {
  readonly world: BlockWorld;
  private readonly reference = new ReferenceChain();
  private readonly clock: ManualClock;
  /** What the store said of everything when this block was the tip for the first time. */
  private readonly contents = new Map<Hash, unknown>();
  readonly summary: HistorySummary = { blocks: 0, reorganisations: 0, refusals: new Set() };

  private constructor(
    private readonly network: Network,
    private readonly modelStore: ModelStore,
    private store: ChainStore,
    private chain: Chain,
    world: BlockWorld,
    clock: ManualClock,
  ) {
    this.world = world;
    this.clock = clock;
  }

  static async begin(modelStore: ModelStore, network: Network = MODEL_NETWORK): Promise<HistoryRun> {
    const world = new BlockWorld(network);
    const clock = new ManualClock(network.parameters.genesisTimeSeconds * 1000 + YEAR_MS);
    const store = await modelStore.open();
    const chain = await openChain(network, store, world, clock);
    return new HistoryRun(network, modelStore, store, chain, world, clock);
  }

  async close(): Promise<void> {
    await this.chain.close();
    await this.store.close();
  }

  async take(step: Step): Promise<void> {
    const before = this.reference.best;
    await this.perform(step);
    const after = this.reference.best;
    if (before !== undefined && after?.path.includes(before) !== true) this.summary.reorganisations++;
    this.summary.blocks = this.chain.tip.height;
    await this.check();
  }

  private async perform(step: Step): Promise<void> {
    switch (step.kind) {
      case 'mine': {
        const made = this.world.mine(step);
        return step.deliver ? this.deliver(made) : undefined;
      }
      case 'restart':
        return this.restart();
      case 'batch':
        return this.deliverAll(step.which.map((which) => this.pick(which)));
      case 'path':
        return this.deliverPath(this.pick(step.which), step.fromAbove);
      case 'deliver':
        return this.deliver(this.pick(step.which));
      case 'headers':
        return this.deliverHeaders(this.pick(step.which));
      case 'garble':
        return this.deliverGarbled(this.pick(step.which));
      case 'fail-write':
        return this.deliverToBrokenStore(this.pick(step.which));
    }
  }

  private pick(which: number): WorldBlock | undefined {
    return this.world.blocks.at(-1 - (which % this.world.blocks.length));
  }

  private async deliver(given: WorldBlock | undefined): Promise<void> {
    if (given === undefined) return;
    const outcome = await this.chain.accept(given.block);
    if (outcome.kind === 'refused') this.summary.refusals.add(outcome.refusal.code);
    this.reference.learnBlock(given);
  }

  private async deliverAll(given: readonly (WorldBlock | undefined)[]): Promise<void> {
    const blocks = given.filter((each) => each !== undefined);
    await this.chain.acceptAll(
      blocks.map(({ block }) => block),
      'normal',
    );
    for (const block of blocks) this.reference.learnBlock(block);
  }

  private async deliverHeaders(given: WorldBlock | undefined): Promise<void> {
    const path = given?.path ?? [];
    await this.chain.acceptHeaders(path.map(({ block }) => block.header));
    for (const block of path) this.reference.learnHeader(block);
  }

  private async deliverPath(given: WorldBlock | undefined, fromAbove: boolean): Promise<void> {
    await this.deliverHeaders(given);
    const path = given?.path ?? [];
    await this.deliverAll(fromAbove ? [...path].reverse() : path);
  }

  private async deliverGarbled(given: WorldBlock | undefined): Promise<void> {
    if (given !== undefined) await this.chain.accept(this.world.garble(given));
  }

  private async deliverToBrokenStore(given: WorldBlock | undefined): Promise<void> {
    if (given === undefined || this.modelStore.failNextWrite === undefined) return;
    const mend = this.modelStore.failNextWrite();
    // Whatever was to be written, nothing has happened; what needs no write is judged as ever.
    const failed = await this.chain.accept(given.block).then(
      () => false,
      () => true,
    );
    mend();
    if (!failed) this.reference.learnBlock(given);
  }

  private async restart(): Promise<void> {
    await this.close();
    this.store = await this.modelStore.open();
    this.chain = await openChain(this.network, this.store, this.world, this.clock);
  }

  private async check(): Promise<void> {
    const { best } = this.reference;
    expect(this.chain.tip.hash).toBe(hashOf(this.network, best));
    const state = best === undefined ? this.world.origin : best.state;
    if (state === undefined) throw new Error('the reference never prefers a bad block');
    const ids = Array.from({ length: PEOPLE + 1 }, (_, seed) => testKey(seed).account);
    const states = await this.chain.accounts(ids);
    for (const id of ids) {
      const { balance, nonce } = states.get(id) ?? {};
      const expected = state.accounts.get(id);
      expect([balance, nonce]).toEqual([expected && Number(expected.balance), expected?.nonce]);
    }
    const totals = await this.store.accountTotals();
    expect(totals.accounts).toBe(state.accounts.size);
    expect(totals.balance + state.immature).toBe(state.issued);
    await this.checkContent(best);
  }

  /** Whenever a block is the tip, the store says the same of everything, to the byte: undoing leaves no trace. */
  private async checkContent(best: WorldBlock | undefined): Promise<void> {
    const path = best?.path ?? [];
    const entries = await this.store.entriesFrom(1, HISTORY_LIMIT);
    expect(entries.map(({ hash }) => hash)).toEqual(path.map(({ block }) => block.hash));
    const undo = await Promise.all(path.map(({ block }) => this.store.undo(block.hash)));
    const places: Record<string, unknown> = {};
    for (const { id } of this.world.transactions) {
      const place = await this.store.transactionPlace(id);
      if (place !== undefined) places[id] = place;
    }
    const histories = [];
    for (let seed = 0; seed <= PEOPLE; seed++) {
      histories.push(await this.store.accountHistory(testKey(seed).account, undefined, HISTORY_LIMIT));
    }
    const tip = hashOf(this.network, best);
    const content = { undo: undo.map((bytes) => bytes && toHex(bytes)), places, histories };
    const known = this.contents.get(tip);
    if (known === undefined) this.contents.set(tip, content);
    else expect(content).toEqual(known);
  }
}

function openChain(network: Network, store: ChainStore, verified: BlockWorld, clock: ManualClock): Promise<Chain> {
  return Chain.open({ network, store, verifier: testVerifier, verified: verified.signed, clock, log: SILENT_LOG });
}
