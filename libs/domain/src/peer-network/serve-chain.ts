import type { Block } from '../block/block.ts';
import { hasBody } from '../chain/candidates.ts';
import type { Chain } from '../chain/chain.ts';
import type { ChainStore } from '../chain/chain-store.port.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import type { Hash } from '../primitives/hash.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { forkOf } from './chain-queries.ts';
import {
  COMPACT_DEPTH_BLOCKS,
  MAX_BLOCK_ANSWER_BYTES,
  MAX_BLOCKS_PER_REQUEST,
  MAX_HEADERS_PER_ANSWER,
  MAX_OPEN_IDS,
  MAX_TRANSACTIONS_PER_ANSWER,
} from './limits.ts';
import type { RequestOf, ResponseOf } from './messages.ts';
import type { OpenTransactions } from './open-transactions.ts';
import type { RecentBlocks } from './recent-blocks.ts';
import type { HandlerRefusal } from './transport.port.ts';

export interface ChainServerDependencies {
  readonly chain: Chain;
  readonly store: Pick<ChainStore, 'blockBytes' | 'entriesFrom'>;
  readonly recent: RecentBlocks;
  readonly open: OpenTransactions;
}

/** Answers what others ask of our chain and our open transactions; every answer has a bound. */
export class ChainServer {
  /** Given to peers since the start. */
  readonly totals = { blocks: 0, transactions: 0 };

  constructor(private readonly dependencies: ChainServerDependencies) {}

  /** The best chain's headers above the first hash of the locator that is on it, up to `stop`. */
  async headers({ locator, stop }: RequestOf<'GETHEADERS'>): Promise<ResponseOf<'GETHEADERS'>> {
    const { chain, store } = this.dependencies;
    const fork = await forkOf(chain, locator);
    // With the fork itself, all in one read: a reorganisation meanwhile shows in it.
    const [first, ...above] = await store.entriesFrom(fork.height, MAX_HEADERS_PER_ANSWER + 1);
    const entries = first?.hash === fork.hash ? upTo(above, stop) : [];
    return { command: 'HEADERS', headers: entries.map(({ header }) => header.bytes) };
  }

  /** Whole blocks in the order asked, until one is missing or the answer is full. */
  async blocks({ hashes }: RequestOf<'GETCHAIN'>): Promise<ResponseOf<'GETCHAIN'>> {
    const blocks: Uint8Array[] = [];
    let bytes = 0;
    for (const hash of hashes.slice(0, MAX_BLOCKS_PER_REQUEST)) {
      const block = await this.blockBytes(hash);
      if (block === undefined) break;
      if (blocks.length > 0 && bytes + block.length > MAX_BLOCK_ANSWER_BYTES) break;
      blocks.push(block);
      bytes += block.length;
    }
    this.totals.blocks += blocks.length;
    return { command: 'GETCHAINACK', blocks };
  }

  /** Only for recent blocks: older ones are asked for whole. */
  async blockTransactions(
    request: RequestOf<'GETBLOCKTRANSACTIONS'>,
  ): Promise<Result<ResponseOf<'GETBLOCKTRANSACTIONS'>, HandlerRefusal>> {
    const block = this.dependencies.recent.get(request.blockHash) ?? (await this.recentBlock(request.blockHash));
    if (block === undefined) return refused({ code: 'block-not-recent' });
    const transactions: Uint8Array[] = [];
    for (const index of request.indexes) {
      const transaction = block.transactions[index];
      if (transaction === undefined) return refused({ code: 'transaction-index-out-of-range' });
      transactions.push(transaction.bytes);
    }
    return accepted({ command: 'BLOCKTRANSACTIONS', transactions });
  }

  transactions({ ids }: RequestOf<'GETDATA'>): ResponseOf<'GETDATA'> {
    const transactions: Uint8Array[] = [];
    for (const id of ids.slice(0, MAX_TRANSACTIONS_PER_ANSWER)) {
      const transaction = this.dependencies.open.get(id);
      if (transaction !== undefined) transactions.push(transaction.bytes);
    }
    this.totals.transactions += transactions.length;
    return { command: 'DATA', transactions };
  }

  openIds(): ResponseOf<'GETOPENTRANSACTIONS'> {
    const ids: Hash[] = [];
    for (const { id } of this.dependencies.open.relayable()) {
      if (ids.length >= MAX_OPEN_IDS) break;
      ids.push(id);
    }
    return { command: 'OPENTRANSACTIONS', ids };
  }

  /** As the store has them: to decode and check what was checked before would cost more than all the rest. */
  private async blockBytes(hash: Hash): Promise<Uint8Array | undefined> {
    const { chain, store, recent } = this.dependencies;
    const fresh = recent.get(hash);
    if (fresh !== undefined) return fresh.bytes;
    const entry = await chain.find(hash);
    return entry !== undefined && hasBody(entry) ? store.blockBytes(hash) : undefined;
  }

  private async recentBlock(hash: Hash): Promise<Block | undefined> {
    const { chain, recent } = this.dependencies;
    const entry = await chain.find(hash);
    if (entry === undefined || entry.height < chain.tip.height - COMPACT_DEPTH_BLOCKS) return undefined;
    const block = await chain.block(hash);
    if (block !== undefined) recent.put(block);
    return block;
  }
}

function upTo(entries: readonly HeaderEntry[], stop: Hash): readonly HeaderEntry[] {
  const end = entries.findIndex(({ hash }) => hash === stop);
  return end < 0 ? entries : entries.slice(0, end + 1);
}
