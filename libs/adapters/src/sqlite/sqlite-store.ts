import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { rewardOf, transactionAt } from '#domain/block/block-parts';
import type { AccountHistoryPlace, ChainStore, ChainWrite, TransactionPlace } from '#domain/chain/chain-store.port';
import type { HeaderEntry } from '#domain/chain/header-entry';
import type { PrunedHeights } from '#domain/chain/pruned-heights';
import type { AccountStates } from '#domain/ledger/ledger-view';
import { type Hash, hashFromBytes } from '#domain/primitives/hash';
import type { Log } from '#domain/primitives/log.port';
import type { AccountId } from '#domain/transaction/account';
import { AccountTable } from './account-table.ts';
import { BlobTable } from './blob-table.ts';
import { type ChainTables, ChainWriter } from './chain-writer.ts';
import { CheckpointThread } from './checkpoint-thread.ts';
import { databaseOf, plainBytes } from './database.ts';
import { HeaderTable } from './header-table.ts';
import { accountKey, type Place, transactionKey } from './place-entry.ts';
import { PlaceIndex } from './place-index.ts';
import { PruneTable } from './prune-table.ts';
import { WriteAheadLog } from './write-ahead-log.ts';
import { WriteQueue } from './write-queue.ts';

/** Each candidate of a history asks its block, some 0.1 ms: others get a turn on the event loop after so many. */
const CANDIDATES_PER_TURN = 32;

/** What `openSqliteStore` made ready. */
export interface SqliteStoreParts {
  readonly path: string;
  readonly dataSource: DataSource;
  /** The file's lock. */
  readonly claim: { close(): void };
  readonly log: Log;
}

/**
 * The chain in an SQLite file. SQLite runs inside the calling thread: a write of a block of a thousand transfers
 * holds it for a few milliseconds, so the caller puts only so many blocks into one write. Made by `openSqliteStore`.
 */
export class SqliteStore implements ChainStore {
  /** For other capabilities' tables in the same file as well. */
  readonly writes: WriteQueue;
  readonly dataSource: DataSource;
  private readonly checkpoints: CheckpointThread;
  private readonly tables: ChainTables;
  private readonly writer: ChainWriter;
  private readonly pruneTable: PruneTable;
  private readonly tipStatement;

  constructor(private readonly parts: SqliteStoreParts) {
    this.dataSource = parts.dataSource;
    const database = databaseOf(parts.dataSource);
    this.checkpoints = new CheckpointThread(parts.path, parts.log);
    this.writes = new WriteQueue(database, new WriteAheadLog(database, this.checkpoints));
    this.tables = {
      headers: new HeaderTable(database),
      bodies: new BlobTable(database, 'body'),
      undo: new BlobTable(database, 'undo'),
      accounts: new AccountTable(database),
      places: new PlaceIndex(database),
    };
    this.writer = new ChainWriter(database, this.tables);
    this.pruneTable = new PruneTable(database);
    this.tipStatement = database.prepare('SELECT tip FROM chain_state').pluck();
  }

  async tip(): Promise<Hash | undefined> {
    const tip = this.tipStatement.get() as Uint8Array | null;
    return tip === null ? undefined : hashFromBytes(plainBytes(tip));
  }

  /** The file. */
  get path(): string {
    return this.parts.path;
  }

  /** The best chain's height; −1 for a new store. */
  get height(): number {
    return this.tables.headers.topHeight();
  }

  async entry(hash: Hash): Promise<HeaderEntry | undefined> {
    return this.tables.headers.entry(hash);
  }

  async entryAt(height: number): Promise<HeaderEntry | undefined> {
    const entry = this.tables.headers.bestFrom(height, 1)[0];
    return entry?.height === height ? entry : undefined;
  }

  async entriesFrom(height: number, limit: number): Promise<HeaderEntry[]> {
    return this.tables.headers.bestFrom(height, limit);
  }

  async treeBetween(from: number, to: number): Promise<HeaderEntry[]> {
    return this.tables.headers.treeBetween(from, to);
  }

  async blockBytes(hash: Hash): Promise<Uint8Array | undefined> {
    const number = this.tables.headers.number(hash);
    return number === undefined ? undefined : this.tables.bodies.get(number);
  }

  async undo(hash: Hash): Promise<Uint8Array | undefined> {
    const number = this.tables.headers.number(hash);
    return number === undefined ? undefined : this.tables.undo.get(number);
  }

  async accounts(accounts: readonly AccountId[]): Promise<AccountStates> {
    return new Map(accounts.map((account) => [account, this.tables.accounts.get(account)]));
  }

  async transactionPlace(id: Hash): Promise<TransactionPlace | undefined> {
    for (const { height, slot } of this.tables.places.search(transactionKey(id))) {
      if (slot === 0) continue;
      const block = this.bestBody(height);
      if (block === undefined || transactionAt(block, slot - 1)?.id !== id) continue;
      const blockHash = this.tables.headers.bestHash(height);
      if (blockHash !== undefined) return { blockHash, height, index: slot - 1 };
    }
    return undefined;
  }

  async accountHistory(
    account: AccountId,
    before: AccountHistoryPlace | undefined,
    limit: number,
  ): Promise<AccountHistoryPlace[]> {
    const key = accountKey(account);
    const found: AccountHistoryPlace[] = [];
    let bound = before === undefined ? undefined : { height: before.height, slot: before.index + 1 };
    let body: { readonly height: number; readonly bytes: Uint8Array | undefined } | undefined;
    for (;;) {
      const wanted = limit - found.length;
      const candidates = [...take(this.tables.places.search(key, bound), wanted)];
      for (const [i, place] of candidates.entries()) {
        if (i % CANDIDATES_PER_TURN === CANDIDATES_PER_TURN - 1) {
          await nextTurn();
          // Another block may stand there by now.
          body = undefined;
        }
        if (body?.height !== place.height) body = { height: place.height, bytes: this.bestBody(place.height) };
        if (body.bytes === undefined || !concerns(body.bytes, place, account)) continue;
        found.push({ height: place.height, index: place.slot - 1 });
      }
      bound = candidates.at(-1);
      if (candidates.length < wanted || found.length >= limit) return found;
    }
  }

  async accountTotals(): Promise<{ readonly accounts: number; readonly balance: bigint }> {
    const { accounts, balance } = this.writer.totals();
    return { accounts, balance: BigInt(balance) };
  }

  async write(write: ChainWrite): Promise<void> {
    await this.writes.run(
      write.durability,
      () => this.writer.write(write),
      () => this.writer.reload(),
    );
  }

  async reset(genesis: ChainWrite): Promise<void> {
    await this.writes.run(
      genesis.durability,
      () => this.writer.reset(genesis),
      () => this.writer.reload(),
    );
  }

  async pruned(): Promise<PrunedHeights> {
    return this.pruneTable.heights();
  }

  /** The file keeps its size and uses the room for later blocks. */
  prune(heights: PrunedHeights, limit: number): Promise<number> {
    return this.writes.run('normal', () => this.pruneTable.remove(heights, limit));
  }

  /** What {@link accountTotals} keeps, counted anew from every account. */
  countAccounts(): ReturnType<AccountTable['count']> {
    return this.tables.accounts.count();
  }

  /** Waits for writes under way, moves the write-ahead log into the file, and lets go of it. */
  async close(): Promise<void> {
    await this.writes.idle();
    await this.checkpoints.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    this.parts.claim.close();
  }

  /** The best chain's body at a height; undefined above its tip and where it was pruned. */
  private bestBody(height: number): Uint8Array | undefined {
    const number = this.tables.headers.bestNumber(height);
    return number === undefined ? undefined : this.tables.bodies.get(number);
  }
}

/** The first of the values, at most `limit`. */
function* take<Value>(values: Iterable<Value>, limit: number): Generator<Value> {
  if (limit <= 0) return;
  let taken = 0;
  for (const value of values) {
    yield value;
    if (++taken >= limit) return;
  }
}

/** Whether what stands at the place pays the account or is paid by it. */
function concerns(block: Uint8Array, { slot }: Place, account: AccountId): boolean {
  if (slot === 0) {
    const reward = rewardOf(block);
    return reward.amount > 0 && reward.recipient === account;
  }
  const transaction = transactionAt(block, slot - 1);
  return transaction !== undefined && (transaction.recipient === account || transaction.senderAccount === account);
}
