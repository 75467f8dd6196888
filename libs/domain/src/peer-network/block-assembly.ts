import { type Block, decodeBlock } from '../block/block.ts';
import { checkDelivery, checkMerkleRoot } from '../block/delivery-rules.ts';
import type { Clock } from '../primitives/clock.port.ts';
import { decodeTransaction, type Transaction } from '../transaction/transaction.ts';
import type { CompactBlock } from './compact-block.ts';
import { firstFruitful } from './first-fruitful.ts';
import { BLOCKS_TIMEOUT_MS, REQUEST_TIMEOUT_MS } from './limits.ts';
import type { Peer } from './peer.ts';
import type { ReportBreach } from './report-breach.ts';

/** Peers that announced the same block and may be asked for it: the third is hardly ever needed. */
const MAX_SOURCES = 4;
/** Who announced a block first and then takes this long for the rest of it is not waited for: others are asked too. */
const STALL_MS = 2_000;

export interface BlockAssemblyDependencies {
  readonly clock: Clock;
  readonly maxBlockBytes: number;
  readonly report: ReportBreach;
}

/** An announced block on its way to being whole, from whoever announced it. */
export class BlockAssembly {
  private readonly sources: Peer[];
  private tried = 0;
  /** Whether the block was asked for whole; known once it is there. */
  fetchedWhole = false;

  constructor(
    announcer: Peer,
    private readonly dependencies: BlockAssemblyDependencies,
  ) {
    this.sources = [announcer];
  }

  /** Another peer announced the same block. */
  join(peer: Peer): void {
    if (this.sources.length < MAX_SOURCES && !this.sources.includes(peer)) this.sources.push(peer);
  }

  /** The whole block, its body being the one that the header names; undefined when nobody gives it. */
  run(compact: CompactBlock): Promise<Block | undefined> {
    return firstFruitful({
      clock: this.dependencies.clock,
      staggerMs: STALL_MS,
      next: () => this.sources[this.tried++],
      attempt: async (peer) => {
        const completed = peer === this.sources[0] ? await this.complete(peer, compact) : undefined;
        if (completed !== undefined) return completed;
        this.fetchedWhole = true;
        return this.fetchWhole(peer, compact);
      },
    });
  }

  /** The block from open transactions and the few that are asked for; undefined when that does not give it. */
  private async complete(peer: Peer, compact: CompactBlock): Promise<Block | undefined> {
    const indexes = compact.missing();
    const found: Transaction[] = [];
    if (indexes.length > 0) {
      const request = { blockHash: compact.header.hash, indexes };
      const answer = await peer.session.request('GETBLOCKTRANSACTIONS', request, REQUEST_TIMEOUT_MS);
      if (!answer.ok) return undefined;
      for (const bytes of answer.value.transactions) {
        const transaction = decodeTransaction(bytes);
        if (!transaction.ok) return undefined;
        found.push(transaction.value);
      }
    }
    const block = compact.complete(found);
    // Short ids can collide by chance: then the whole block is fetched, and nobody is to blame.
    return block !== undefined && checkMerkleRoot(block) === undefined ? block : undefined;
  }

  private async fetchWhole(peer: Peer, { header: { hash } }: CompactBlock): Promise<Block | undefined> {
    const { report, maxBlockBytes } = this.dependencies;
    const answer = await peer.session.request('GETCHAIN', { hashes: [hash] }, BLOCKS_TIMEOUT_MS);
    const bytes = answer.ok ? answer.value.blocks[0] : undefined;
    if (bytes === undefined) return undefined;
    const block = decodeBlock(bytes);
    const refusal = block.ok ? checkDelivery(block.value, maxBlockBytes) : block.refusal;
    if (refusal === undefined && block.ok && block.value.hash === hash) return block.value;
    report(peer, refusal?.code ?? 'sync-not-what-was-asked', refusal);
    return undefined;
  }
}
