import type { ChainChange } from '#domain/chain/chain-change';
import type { FullNode } from '#domain/node/full-node';
import type { NodeEvent } from '#domain/node/node-event';
import type { Clock } from '#domain/primitives/clock.port';
import { EventChannel } from '#domain/primitives/event-channel';
import type { Log } from '#domain/primitives/log.port';
import type { EventJournal, JournalEntry } from './event-journal.port.ts';
import {
  connectedEntry,
  disconnectedEntry,
  mempoolEntry,
  peerConnectedEntry,
  peerDisconnectedEntry,
} from './journal-entries.ts';
import { makeUp } from './make-up.ts';
import { ReorganisationWatch } from './reorganisation-watch.ts';

/** Noted in one write. */
const MAX_BATCH_ENTRIES = 1_024;

/**
 * Waiting to be noted. The journal's writes take turns with the chain's and the mempool's, so no more than a batch or
 * two of theirs ever waits, unless the disk refuses: then the journal gives up, and the next start makes up for it.
 */
const MAX_WAITING_ENTRIES = 65_536;

export interface EventRecorderDependencies {
  readonly node: FullNode;
  readonly journal: EventJournal;
  readonly clock: Clock;
  readonly log: Log;
}

/** Writes down what happens in a node, in order and without a gap, and tells when there is more to read. */
export class EventRecorder {
  /** There are new entries, on disk when anybody listens. */
  readonly noted = new EventChannel<void>();
  private waiting: JournalEntry[] = [];
  private confirmed: string[] = [];
  private writing: Promise<void> | undefined;
  private failed = false;
  private listeners = 0;
  private readonly reorganisations: ReorganisationWatch;
  private readonly unsubscribe: () => void;

  private constructor(
    private readonly dependencies: EventRecorderDependencies,
    latestReorganisation: number,
  ) {
    this.reorganisations = new ReorganisationWatch(latestReorganisation);
    this.unsubscribe = dependencies.node.events.subscribe((event) => this.hear(event));
  }

  /** To be called before the node starts: first the journal learns what it missed. */
  static async open(dependencies: EventRecorderDependencies): Promise<EventRecorder> {
    const { node, journal, clock } = dependencies;
    const [latest] = await journal.reorganisations(Number.MAX_SAFE_INTEGER, 1);
    const recorder = new EventRecorder(dependencies, latest?.number ?? 0);
    const known = { latest, nextNumber: () => recorder.reorganisations.nextNumber() };
    for await (const batch of makeUp(node, await journal.state(), clock.nowMs(), known)) await journal.append(batch);
    return recorder;
  }

  get journal(): EventJournal {
    return this.dependencies.journal;
  }

  /** False when the disk has refused an entry: what is told from now on would have a gap. */
  get healthy(): boolean {
    return !this.failed;
  }

  /** Somebody listens until the returned function is called: what is told has to be on disk, also what is there already. */
  async listen(listener: () => void): Promise<() => void> {
    this.listeners++;
    const leave = this.noted.subscribe(listener);
    await this.journal.sync();
    return () => {
      this.listeners--;
      leave();
    };
  }

  /** Resolves when everything that has happened is noted. */
  async idle(): Promise<void> {
    while (this.writing !== undefined) await this.writing;
  }

  async close(): Promise<void> {
    this.unsubscribe();
    await this.idle();
  }

  private hear(event: NodeEvent): void {
    const atMs = this.dependencies.clock.nowMs();
    if (event.kind === 'chain-moved') this.hearChain(event.change, atMs);
    else if (event.kind === 'mempool') this.add(mempoolEntry(event.event, atMs));
    else if (event.kind === 'peer-joined') this.add(peerConnectedEntry(event.peer, atMs));
    else this.add(peerDisconnectedEntry(event.peer.session.peerId, event.reason, atMs));
    if (event.kind === 'mempool') this.reorganisations.hearMempool(event.event);
    if (event.kind === 'mempool' && event.event.kind === 'confirmed') this.confirmed.push(event.event.transaction.id);
    this.writing ??= this.write();
  }

  private hearChain(change: ChainChange, atMs: number): void {
    const { disconnected, connected } = change;
    this.reorganisations.hearChain(change, atMs);
    for (const block of disconnected) this.add(disconnectedEntry(block, atMs));
    for (const block of connected) this.add(connectedEntry(block, atMs));
  }

  private add(entry: JournalEntry | undefined): void {
    if (entry === undefined || this.failed) return;
    this.waiting.push(entry);
    if (this.waiting.length > MAX_WAITING_ENTRIES) this.giveUp('too many events wait to be noted');
  }

  /** Writes until nothing waits; what is heard in the same turn shares a write. */
  private async write(): Promise<void> {
    await Promise.resolve();
    while (!this.failed && (this.waiting.length + this.confirmed.length > 0 || this.reorganisations.hasNews)) {
      const entries = this.waiting.splice(0, MAX_BATCH_ENTRIES);
      const isLast = this.waiting.length === 0;
      const confirmed = isLast ? this.confirmed.splice(0) : [];
      const reorganisations = isLast ? this.reorganisations.takeNews() : [];
      const durability = this.listeners > 0 ? 'full' : 'normal';
      try {
        await this.journal.append({ entries, confirmed, reorganisations, durability });
      } catch (error) {
        this.giveUp(String(error));
      }
      this.noted.publish();
    }
    this.writing = undefined;
  }

  private giveUp(reason: string): void {
    this.failed = true;
    this.waiting = [];
    this.confirmed = [];
    this.dependencies.log.error('events are no longer noted; the next start makes up for it', { reason });
  }
}
