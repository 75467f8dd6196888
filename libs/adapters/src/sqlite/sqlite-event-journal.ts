import { fromHex, toHex } from '#domain/primitives/bytes';
import { type Hash, hashFromBytes, hashToBytes } from '#domain/primitives/hash';
import {
  type EventJournal,
  type JournalBatch,
  type JournalBounds,
  type JournalEntry,
  type JournalKind,
  type JournalState,
  MAX_JOURNAL_ENTRIES,
  type NumberedEntry,
  type Subject,
} from '../events/event-journal.port.ts';
import { MAX_REORGANISATIONS, type Reorganisation } from '../events/reorganisation.ts';
import { databaseOf, plainBytes } from './database.ts';
import { EventStateEntity } from './entities/event-state.entity.ts';
import { EventSubjectEntity } from './entities/event-subject.entity.ts';
import { prepareEventStatements } from './event-statements.ts';
import type { SqliteStore } from './sqlite-store.ts';

interface Row {
  readonly number: number;
  readonly numbers: number;
  readonly kind: JournalKind;
  readonly atMs: number;
  readonly facts: string;
  readonly transaction: Uint8Array | null;
}

const SUBJECT_TYPES: readonly Subject['type'][] = ['transaction', 'peer'];

/** Old entries are removed when there are so many too many: seldom, and in one piece. */
const REMOVED_AT_ONCE = 1_000;

/** Keeps events in the chain's file, written in turn with the chain: what is told of a block comes after the block. */
export class SqliteEventJournal implements EventJournal {
  private readonly statements;
  private next: number;
  private oldest: number;
  private count: number;

  constructor(
    private readonly store: Pick<SqliteStore, 'dataSource' | 'writes'>,
    private readonly maximum = MAX_JOURNAL_ENTRIES,
  ) {
    this.statements = prepareEventStatements(databaseOf(store.dataSource));
    this.next = this.statements.next.get() as number;
    this.oldest = (this.statements.oldest.get() as number | null) ?? this.next;
    this.count = this.statements.count.get() as number;
  }

  async state(): Promise<JournalState> {
    const { dataSource } = this.store;
    const { tipHash, tipHeight } = await dataSource.getRepository(EventStateEntity).findOneByOrFail({ id: 1 });
    const subjects = await dataSource.getRepository(EventSubjectEntity).find();
    const tip = tipHash === null || tipHeight === null ? undefined : { hash: hashOf(tipHash), height: tipHeight };
    const present = subjects.map(({ type, id }) => ({ type: SUBJECT_TYPES[type] as Subject['type'], id: toHex(id) }));
    return { tip, present };
  }

  bounds(): JournalBounds {
    return { oldest: this.oldest, latest: this.next - 1 };
  }

  async append({ entries, beginAt, confirmed = [], reorganisations = [], durability }: JournalBatch): Promise<void> {
    const numbers = entries.reduce((sum, entry) => sum + entry.numbers, 0);
    const tip = entries.findLast((entry) => entry.tip !== undefined)?.tip ?? beginAt;
    await this.store.writes.run(durability, () => {
      for (const id of confirmed) this.statements.removeSubject.run(0, fromHex(id));
      let number = this.next;
      for (const entry of entries) {
        this.insert(number, entry);
        number += entry.numbers;
      }
      for (const record of reorganisations) {
        this.statements.putReorganisation.run(record.number, JSON.stringify(record));
        this.statements.removeOldReorganisations.run(record.number - MAX_REORGANISATIONS);
      }
      this.statements.setNext.run(number);
      if (tip !== undefined) this.statements.setTip.run(hashToBytes(tip.hash), tip.height);
    });
    this.next += numbers;
    this.count += entries.length;
    if (this.count >= this.maximum + REMOVED_AT_ONCE) await this.removeOldest();
  }

  async read(after: number, limit: number): Promise<NumberedEntry[]> {
    const rows = this.statements.read.all(after, after, limit) as Row[];
    return rows.map(({ transaction, ...row }) =>
      transaction === null ? row : { ...row, transaction: plainBytes(transaction) },
    );
  }

  async reorganisations(below: number, limit: number): Promise<Reorganisation[]> {
    const records = this.statements.reorganisations.all(below, limit) as string[];
    return records.map((facts) => JSON.parse(facts) as Reorganisation);
  }

  async sync(): Promise<void> {
    await this.store.writes.run('full', () => this.statements.setNext.run(this.next));
  }

  private insert(number: number, { numbers, kind, atMs, facts, transaction, subject }: JournalEntry): void {
    this.statements.put.run(number, numbers, kind, atMs, facts, transaction ?? null);
    if (subject === undefined) return;
    const key = [SUBJECT_TYPES.indexOf(subject.type), fromHex(subject.id)] as const;
    if (subject.present) this.statements.putSubject.run(...key);
    else this.statements.removeSubject.run(...key);
  }

  private async removeOldest(): Promise<void> {
    const excess = this.count - this.maximum;
    await this.store.writes.run('normal', () => this.statements.removeOldest.run(excess));
    this.count -= excess;
    this.oldest = (this.statements.oldest.get() as number | null) ?? this.next;
  }
}

function hashOf(blob: Uint8Array): Hash {
  return hashFromBytes(plainBytes(blob));
}
