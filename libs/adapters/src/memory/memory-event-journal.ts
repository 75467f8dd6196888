import {
  type EventJournal,
  type JournalBatch,
  type JournalBounds,
  type JournalState,
  type JournalTip,
  MAX_JOURNAL_ENTRIES,
  type NumberedEntry,
  type Subject,
} from '../events/event-journal.port.ts';
import { MAX_REORGANISATIONS, type Reorganisation } from '../events/reorganisation.ts';

/** Keeps events in memory, for tests: a restart is handing it to another recorder. */
export class MemoryEventJournal implements EventJournal {
  private entries: NumberedEntry[] = [];
  private readonly present = new Map<string, Subject>();
  private readonly records = new Map<number, Reorganisation>();
  private tip: JournalTip | undefined;
  private next = 1;

  constructor(private readonly maximum = MAX_JOURNAL_ENTRIES) {}

  async state(): Promise<JournalState> {
    return { tip: this.tip, present: [...this.present.values()] };
  }

  bounds(): JournalBounds {
    return { oldest: this.entries[0]?.number ?? this.next, latest: this.next - 1 };
  }

  async append({ entries, beginAt, confirmed = [], reorganisations = [] }: JournalBatch): Promise<void> {
    this.tip = beginAt ?? this.tip;
    for (const id of confirmed) this.present.delete(`transaction ${id}`);
    for (const { subject, tip, ...entry } of entries) {
      this.entries.push({ ...entry, number: this.next });
      this.next += entry.numbers;
      this.tip = tip ?? this.tip;
      if (subject === undefined) continue;
      const { type, id, present } = subject;
      if (present) this.present.set(`${type} ${id}`, { type, id });
      else this.present.delete(`${type} ${id}`);
    }
    for (const record of reorganisations) {
      this.records.set(record.number, record);
      this.records.delete(record.number - MAX_REORGANISATIONS);
    }
    if (this.entries.length > this.maximum) this.entries = this.entries.slice(-this.maximum);
  }

  async read(after: number, limit: number): Promise<NumberedEntry[]> {
    const start = this.entries.findIndex(({ number, numbers }) => number + numbers - 1 > after);
    return start === -1 ? [] : this.entries.slice(start, start + limit);
  }

  async reorganisations(below: number, limit: number): Promise<Reorganisation[]> {
    const records = [...this.records.values()].filter(({ number }) => number < below);
    return records.sort((a, b) => b.number - a.number).slice(0, limit);
  }

  async sync(): Promise<void> {}
}
