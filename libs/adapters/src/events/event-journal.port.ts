import type { Hash } from '#domain/primitives/hash';
import type { Reorganisation } from './reorganisation.ts';

/** Where the best chain ended after the latest entry about blocks. */
export interface JournalTip {
  readonly hash: Hash;
  readonly height: number;
}

/** Something that was said to be there: an open transaction, a peer in session. */
export interface Subject {
  readonly type: 'transaction' | 'peer';
  /** 64 hex digits. */
  readonly id: string;
}

export type JournalKind =
  | 'block.connected'
  | 'block.disconnected'
  | 'transaction.opened'
  | 'transaction.dropped'
  | 'peer.connected'
  | 'peer.disconnected';

/** What happened, in as few bytes as tell it; what can be read from the chain is not repeated. */
export interface JournalEntry {
  readonly kind: JournalKind;
  /** How many numbers it takes: a connected block is told with all its transactions. */
  readonly numbers: number;
  /** When it was noted, milliseconds since 1970. */
  readonly atMs: number;
  /** JSON of an object: what the event says, as far as it stands in no block. */
  readonly facts: string;
  /** Canonical bytes, of events about an open transaction. */
  readonly transaction?: Uint8Array;
  /** Of events about blocks: where the best chain ends after it. */
  readonly tip?: JournalTip;
  /** What is there since (`true`) or no longer (`false`). */
  readonly subject?: Subject & { readonly present: boolean };
}

export interface NumberedEntry extends Omit<JournalEntry, 'subject' | 'tip'> {
  /** Its first number; numbers rise without gaps from 1. */
  readonly number: number;
}

export interface JournalBatch {
  readonly entries: readonly JournalEntry[];
  /** Where the best chain ends, of a new journal: it tells nothing of the blocks before. */
  readonly beginAt?: JournalTip;
  /** Transactions that a block took before the entries: no longer open, and told with the block. */
  readonly confirmed?: readonly string[];
  /** New records of reorganisations, and known ones of which more is known: these replace what was kept. */
  readonly reorganisations?: readonly Reorganisation[];
  /** `full`: on disk when it resolves. Needed before anybody is told; what nobody has seen may be lost and redone. */
  readonly durability: 'full' | 'normal';
}

export interface JournalState {
  /** Undefined: nothing was ever noted. */
  readonly tip: JournalTip | undefined;
  /** What was last said to be there. */
  readonly present: readonly Subject[];
}

/** Numbers that are kept: an empty journal has `oldest` = `latest` + 1. */
export interface JournalBounds {
  readonly oldest: number;
  readonly latest: number;
}

/** The latest entries, as many as the journal keeps. Numbers go on after a restart. Every adapter passes one suite. */
export interface EventJournal {
  state(): Promise<JournalState>;
  /** What is kept after every batch that has resolved. */
  bounds(): JournalBounds;
  /** All of a batch, or nothing. Batches are kept in the order of the calls. */
  append(batch: JournalBatch): Promise<void>;
  /** Entries that have numbers above this one, lowest first; the first may begin at or below it. */
  read(after: number, limit: number): Promise<NumberedEntry[]>;
  /** Records of reorganisations below this number, highest first; the latest {@link MAX_REORGANISATIONS} are kept. */
  reorganisations(below: number, limit: number): Promise<Reorganisation[]>;
  /** Resolves when everything that was appended is on disk. */
  sync(): Promise<void>;
}

/** Some 30 MB with full memos; hours of a busy chain, months of a quiet one. */
export const MAX_JOURNAL_ENTRIES = 100_000;
