import type { ChainWrite, ConnectedBlock } from '#domain/chain/chain-store.port';
import type { HeaderEntry } from '#domain/chain/header-entry';
import { type Hash, hashToBytes } from '#domain/primitives/hash';
import { invariant } from '#domain/primitives/invariant';
import type { AccountTable } from './account-table.ts';
import type { BlobTable } from './blob-table.ts';
import type { Database } from './database.ts';
import type { HeaderTable } from './header-table.ts';
import { blockEntries } from './place-entry.ts';
import type { PlaceIndex } from './place-index.ts';

/** The parts of the file that hold the chain. */
export interface ChainTables {
  readonly headers: HeaderTable;
  readonly bodies: BlobTable;
  readonly undo: BlobTable;
  readonly accounts: AccountTable;
  readonly places: PlaceIndex;
}

interface StateRow {
  readonly accounts: number;
  readonly balance: number;
}

/** Writes one change of the chain, inside the caller's database transaction. */
export class ChainWriter {
  private readonly statements;

  constructor(
    database: Database,
    private readonly tables: ChainTables,
  ) {
    this.statements = {
      totals: database.prepare('SELECT account_count AS accounts, account_balance AS balance FROM chain_state'),
      setTotals: database.prepare('UPDATE chain_state SET account_count = ?, account_balance = ?'),
      setTip: database.prepare('UPDATE chain_state SET tip = ?'),
      forget: database.prepare(
        'UPDATE chain_state SET tip = NULL, account_count = 0, account_balance = 0, bodies_below = 0, undo_below = 0',
      ),
    };
  }

  /** Throws when the write cannot be; then the transaction is rolled back, and {@link reload} called. */
  write(write: ChainWrite): void {
    if (write.forgetAbove !== undefined) this.tables.headers.forgetAbove(write.forgetAbove);
    for (const entry of write.entries) this.tables.headers.put(entry);
    for (const block of write.bodies) this.tables.bodies.put(this.numberOf(block.hash), block.bytes);
    for (const entry of write.disconnected) this.disconnect(entry);
    for (const block of write.connected) this.connect(block);
    this.writeAccounts(write);
    if (write.disconnected.length + write.connected.length === 0 && write.tip === undefined) return;
    const top = this.tables.headers.bestHash(this.tables.headers.topHeight());
    invariant(write.tip !== undefined && write.tip === top, 'the tip is the best chain’s last block');
    this.statements.setTip.run(hashToBytes(write.tip));
  }

  /** Forgets what blocks were made into, and begins with the genesis block's write. */
  reset(genesis: ChainWrite): void {
    const { headers, undo, accounts, places } = this.tables;
    headers.unmarkAll();
    headers.forgetSenseless();
    undo.clear();
    accounts.clear();
    places.clear();
    this.statements.forget.run();
    this.write(genesis);
  }

  /** Takes what is kept in memory from the file again, after a transaction that failed. */
  reload(): void {
    this.tables.accounts.reload();
    this.tables.places.reload();
  }

  private disconnect(entry: HeaderEntry): void {
    const number = this.numberOf(entry.hash);
    this.tables.headers.unmark(entry.height, number);
    this.tables.undo.remove(number);
    this.tables.places.remove(entry.height);
  }

  private connect({ entry, block, undo }: ConnectedBlock): void {
    const { headers, bodies, places } = this.tables;
    invariant(block.hash === entry.hash, 'a connected block is the one its entry names');
    if (headers.number(entry.hash) === undefined) headers.put(entry);
    const number = this.numberOf(entry.hash);
    const below = entry.height === 0 ? undefined : headers.bestHash(entry.height - 1);
    invariant(entry.height === 0 || below === entry.header.previousHash, 'a block joins right above its previous one');
    headers.mark(entry.height, number);
    bodies.put(number, block.bytes);
    this.tables.undo.put(number, undo);
    places.add(entry.height, blockEntries(block, entry.height));
  }

  private writeAccounts({ accounts }: ChainWrite): void {
    if (accounts.size === 0) return;
    const after = this.tables.accounts.write(accounts, this.totals());
    this.statements.setTotals.run(after.accounts, after.balance);
  }

  /** How many accounts there are, and the sum of their balances in crumbs. */
  totals(): StateRow {
    return this.statements.totals.get() as StateRow;
  }

  private numberOf(hash: Hash): number {
    const number = this.tables.headers.number(hash);
    invariant(number !== undefined, 'a body or a place in the chain belongs to a known header');
    return number;
  }
}
