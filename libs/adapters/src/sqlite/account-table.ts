import type { AccountState } from '#domain/ledger/account-state';
import type { AccountStates } from '#domain/ledger/ledger-view';
import type { Crumbs } from '#domain/primitives/crumbs';
import type { AccountId } from '#domain/transaction/account';
import { decodeAccounts, encodeAccounts } from './account-record.ts';
import type { Database } from './database.ts';

/**
 * How many slices of the key space take turns in being moved to the table. A block's thousand accounts lie on a
 * thousand pages of a big table; those that gathered in one slice over 64 writes share a sixty-fourth of the pages.
 */
const SLICES = 64;
/** About 150 bytes each, so 20 MB; with more than this waiting, more slices move at once. */
const MAX_WAITING_ACCOUNTS = 131_072;
/** Of states read since the last write, remembered only to know what that write replaces. */
const MAX_RECENT_READS = 131_072;

/** The sum in two halves, so that none of damaged balances overflows; what is no number counts as 0. */
const COUNT = `SELECT count(*) AS accounts, coalesce(sum(balance & 16777215), 0) AS low,
  coalesce(sum(balance >> 24), 0) AS high FROM account`;

interface AccountRow {
  readonly balance: number;
  readonly nonce: number;
}

/** How many accounts there are, and their sum in crumbs. */
export interface Totals {
  readonly accounts: number;
  readonly balance: number;
}

/**
 * The accounts: a table ordered by id, and in front of it the latest states, in memory and in a journal with one
 * row for each write. Every write moves one slice of them to the table, so each stays in front for 64 writes at
 * most; then the journal's row is gone. Its methods that change anything run inside the caller's transaction;
 * when that fails, {@link reload} forgets what was in memory.
 */
export class AccountTable {
  private readonly statements;
  private slices: Map<AccountId, AccountState | undefined>[] = [];
  /** The journal row up to which each slice has been moved. */
  private movedUpTo: number[] = [];
  private waiting = 0;
  private nextSlice = 0;
  private lastRow = 0;
  private readonly recentReads = new Map<AccountId, AccountState | undefined>();

  constructor(database: Database) {
    this.statements = {
      get: database.prepare('SELECT balance, nonce FROM account WHERE id = ?'),
      put: database.prepare('INSERT OR REPLACE INTO account (id, balance, nonce) VALUES (?, ?, ?)'),
      remove: database.prepare('DELETE FROM account WHERE id = ?'),
      count: database.prepare(COUNT).safeIntegers(),
      balance: database.prepare('SELECT balance FROM account WHERE id = ?').pluck().safeIntegers(),
      journal: database.prepare('INSERT INTO account_journal (number, bytes) VALUES (?, ?)'),
      forget: database.prepare('DELETE FROM account_journal WHERE number <= ?'),
      rows: database.prepare('SELECT number, bytes FROM account_journal ORDER BY number'),
      clear: ['account', 'account_journal'].map((table) => database.prepare(`DELETE FROM ${table}`)),
    };
    this.reload();
  }

  /** Takes everything in memory from the file again. */
  reload(): void {
    this.recentReads.clear();
    this.slices = Array.from({ length: SLICES }, () => new Map());
    this.waiting = 0;
    this.nextSlice = 0;
    this.lastRow = 0;
    let firstRow: number | undefined;
    for (const row of this.statements.rows.all() as { number: number; bytes: Buffer }[]) {
      firstRow ??= row.number;
      this.lastRow = row.number;
      for (const [account, state] of decodeAccounts(row.bytes)) this.keep(account, state);
    }
    this.movedUpTo = Array.from({ length: SLICES }, () => (firstRow === undefined ? this.lastRow : firstRow - 1));
  }

  get(account: AccountId): AccountState | undefined {
    const slice = this.sliceOf(account);
    const waiting = slice.get(account);
    if (waiting !== undefined || slice.has(account)) return waiting;
    const recent = this.recentReads.get(account);
    if (recent !== undefined || this.recentReads.has(account)) return recent;
    const row = this.statements.get.get(Buffer.from(account, 'hex')) as AccountRow | undefined;
    const state = row === undefined ? undefined : { balance: row.balance as Crumbs, nonce: row.nonce };
    if (this.recentReads.size < MAX_RECENT_READS) this.recentReads.set(account, state);
    return state;
  }

  /** Takes the new states; gives the totals after them. */
  write(states: AccountStates, totals: Totals): Totals {
    if (states.size === 0) return totals;
    let { accounts, balance } = totals;
    for (const [account, state] of states) {
      const before = this.get(account);
      accounts += (state === undefined ? 0 : 1) - (before === undefined ? 0 : 1);
      balance += (state?.balance ?? 0) - (before?.balance ?? 0);
    }
    this.lastRow++;
    for (const [account, state] of states) this.keep(account, state);
    if (states.size > MAX_WAITING_ACCOUNTS) {
      // The starting balances of a big private economy: a journal of them would only be read again.
      this.moveAll();
    } else {
      this.statements.journal.run(this.lastRow, encodeAccounts(states));
      this.moveSlice();
      while (this.waiting > MAX_WAITING_ACCOUNTS) this.moveSlice();
      this.statements.forget.run(Math.min(...this.movedUpTo));
    }
    this.recentReads.clear();
    return { accounts, balance };
  }

  /** Counts all accounts and adds their balances up, which takes half a second for a million of them. */
  count(): { readonly accounts: bigint; readonly balance: bigint } {
    const table = this.statements.count.get() as Record<'accounts' | 'low' | 'high', bigint>;
    let { accounts } = table;
    let balance = (table.high << 24n) + table.low;
    for (const slice of this.slices) {
      for (const [account, state] of slice) {
        const behind = this.statements.balance.get(Buffer.from(account, 'hex')) as bigint | undefined;
        accounts += (state === undefined ? 0n : 1n) - (behind === undefined ? 0n : 1n);
        balance += BigInt(state?.balance ?? 0) - (typeof behind === 'bigint' ? behind : 0n);
      }
    }
    return { accounts, balance };
  }

  /** Moves everything to the table. */
  moveAll(): void {
    for (let i = 0; i < SLICES; i++) this.moveSlice();
    this.statements.forget.run(this.lastRow);
  }

  /** Removes all accounts. */
  clear(): void {
    for (const statement of this.statements.clear) statement.run();
    this.reload();
  }

  private moveSlice(): void {
    const slice = this.slices[this.nextSlice] as Map<AccountId, AccountState | undefined>;
    for (const account of [...slice.keys()].sort()) {
      const state = slice.get(account);
      const id = Buffer.from(account, 'hex');
      if (state === undefined) this.statements.remove.run(id);
      else this.statements.put.run(id, state.balance, state.nonce);
    }
    this.waiting -= slice.size;
    slice.clear();
    this.movedUpTo[this.nextSlice] = this.lastRow;
    this.nextSlice = (this.nextSlice + 1) % SLICES;
  }

  private keep(account: AccountId, state: AccountState | undefined): void {
    const slice = this.sliceOf(account);
    const before = slice.size;
    slice.set(account, state);
    this.waiting += slice.size - before;
  }

  /** Slices are ranges of the key space: its first six bits. */
  private sliceOf(account: AccountId): Map<AccountId, AccountState | undefined> {
    const firstByte = (hexDigit(account, 0) << 4) | hexDigit(account, 1);
    return this.slices[firstByte >> 2] as Map<AccountId, AccountState | undefined>;
  }
}

/** 0 … 15 of a lower-case hex digit. */
function hexDigit(text: string, position: number): number {
  const code = text.charCodeAt(position);
  return code < 0x3a ? code - 0x30 : code - 0x57;
}
