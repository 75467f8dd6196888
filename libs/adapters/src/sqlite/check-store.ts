import { setImmediate as nextTurn } from 'node:timers/promises';
import { decodeBlock } from '#domain/block/block';
import { checkMerkleRoot } from '#domain/block/delivery-rules';
import type { HeaderEntry } from '#domain/chain/header-entry';
import type { Cancellation } from '#domain/primitives/cancellation';
import { databaseOf } from './database.ts';
import type { SqliteStore } from './sqlite-store.ts';
import type { StoreFault } from './store-fault.errors.ts';

/** A check stops here: who has so many faults needs no longer list. */
const MAX_FAULTS = 100;
/** Blocks looked at before others get a turn on the event loop; hashing one of a thousand transfers takes some 5 ms. */
const BLOCKS_PER_TURN = 4;

export interface CheckOptions {
  readonly cancellation?: Cancellation;
  /** Called with how many blocks of how many are checked. */
  readonly onProgress?: (done: number, all: number) => void;
}

/**
 * Looks whether the file around the chain agrees: pages, one transaction of each block in the index, totals. Gives what
 * does not; nothing is mended. The chain itself is judged by `checkChain`. For an operator's command: it reads the whole
 * file.
 */
export async function checkStore(store: SqliteStore, options: CheckOptions = {}): Promise<StoreFault[]> {
  const faults: StoreFault[] = [];
  const report = databaseOf(store.dataSource).pragma(`integrity_check(${MAX_FAULTS})`, { simple: true }) as string;
  if (report !== 'ok') faults.push({ code: 'store-fault-pages', detail: report });
  faults.push(...(await checkTotals(store)));
  const all = store.height + 1;
  for (let height = 0; height < all && faults.length < MAX_FAULTS; height++) {
    if (options.cancellation?.aborted === true) break;
    const entry = await store.entryAt(height);
    if (entry !== undefined) faults.push(...(await checkPlace(store, entry)));
    if (height % BLOCKS_PER_TURN === 0) {
      options.onProgress?.(height, all);
      await nextTurn();
    }
  }
  return faults;
}

/** Only a body that is its header's can say what the index should know. */
async function checkPlace(store: SqliteStore, { hash, height }: HeaderEntry): Promise<StoreFault[]> {
  const bytes = await store.blockBytes(hash);
  const block = bytes === undefined ? undefined : decodeBlock(bytes);
  if (block?.ok !== true || checkMerkleRoot(block.value) !== undefined) return [];
  const { transactions } = block.value;
  const index = height % Math.max(1, transactions.length);
  const transaction = transactions[index];
  if (transaction === undefined) return [];
  const place = await store.transactionPlace(transaction.id);
  return place?.blockHash === hash && place.index === index ? [] : [{ code: 'store-fault-place', height, index }];
}

/** Are all accounts together what is kept of them beside? Reads every account. */
export async function checkTotals(store: SqliteStore): Promise<StoreFault[]> {
  const counted = store.countAccounts();
  const kept = await store.accountTotals();
  if (BigInt(kept.accounts) === counted.accounts && kept.balance === counted.balance) return [];
  const text = ({ accounts, balance }: { accounts: number | bigint; balance: bigint }) =>
    `${accounts} accounts with ${balance} crumbs`;
  return [{ code: 'store-fault-totals', kept: text(kept), counted: text(counted) }];
}
