import type { Chain } from '../chain/chain.ts';
import type { Hash } from '../primitives/hash.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { entriesAfter } from './chain-queries.ts';
import {
  COMPACT_DEPTH_BLOCKS,
  MAX_BLOCK_ANSWER_BYTES,
  MAX_BLOCKS_PER_REQUEST,
  MAX_OPEN_IDS,
  MAX_TRANSACTIONS_PER_ANSWER,
} from './limits.ts';
import type { RequestOf, ResponseOf } from './messages.ts';
import type { OpenTransactions } from './open-transactions.ts';
import type { HandlerRefusal } from './transport.port.ts';

/** Answers what others ask of our chain and our open transactions; every answer has a bound. */
export class ChainServer {
  constructor(
    private readonly chain: Chain,
    private readonly open: OpenTransactions,
  ) {}

  async headers({ locator, stop }: RequestOf<'GETHEADERS'>): Promise<ResponseOf<'GETHEADERS'>> {
    const entries = await entriesAfter(this.chain, locator, stop);
    return { command: 'HEADERS', headers: entries.map(({ header }) => header.bytes) };
  }

  /** Whole blocks in the order asked, until one is missing or the answer is full. */
  async blocks({ hashes }: RequestOf<'GETCHAIN'>): Promise<ResponseOf<'GETCHAIN'>> {
    const blocks: Uint8Array[] = [];
    let bytes = 0;
    for (const hash of hashes.slice(0, MAX_BLOCKS_PER_REQUEST)) {
      const block = await this.chain.block(hash);
      if (block === undefined) break;
      if (blocks.length > 0 && bytes + block.bytes.length > MAX_BLOCK_ANSWER_BYTES) break;
      blocks.push(block.bytes);
      bytes += block.bytes.length;
    }
    return { command: 'GETCHAINACK', blocks };
  }

  /** Only for recent blocks: older ones are asked for whole. */
  async blockTransactions(
    request: RequestOf<'GETBLOCKTRANSACTIONS'>,
  ): Promise<Result<ResponseOf<'GETBLOCKTRANSACTIONS'>, HandlerRefusal>> {
    const entry = await this.chain.find(request.blockHash);
    if (entry === undefined || entry.height < this.chain.tip.height - COMPACT_DEPTH_BLOCKS) {
      return refused({ code: 'block-not-recent' });
    }
    const block = await this.chain.block(entry.hash);
    if (block === undefined) return refused({ code: 'block-not-here' });
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
      const transaction = this.open.get(id);
      if (transaction !== undefined) transactions.push(transaction.bytes);
    }
    return { command: 'DATA', transactions };
  }

  openIds(): ResponseOf<'GETOPENTRANSACTIONS'> {
    const ids: Hash[] = [];
    for (const { id } of this.open.relayable()) {
      if (ids.length >= MAX_OPEN_IDS) break;
      ids.push(id);
    }
    return { command: 'OPENTRANSACTIONS', ids };
  }
}
