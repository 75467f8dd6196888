import type { FullNode } from '#domain/node/full-node';
import type { EventRecorder } from './event-recorder.ts';
import { eventsOf, type NumberedEvent } from './event-view.ts';

/** Read from the journal at once. */
const MAX_ENTRIES_PER_READ = 16;

/** What an {@link EventReader} finds. */
export type ReadEvents =
  | { readonly kind: 'events'; readonly events: readonly NumberedEvent[] }
  /** Events up to `last` are kept no longer. */
  | { readonly kind: 'passed'; readonly last: number };

/** The journal as events, for readers that remember how far they have come. */
export class EventReader {
  constructor(
    private readonly node: FullNode,
    readonly recorder: EventRecorder,
  ) {}

  /** The events right after this number, as many as fit a read; none when there are none yet. */
  async after(number: number): Promise<ReadEvents> {
    const { journal } = this.recorder;
    const entries = await journal.read(number, MAX_ENTRIES_PER_READ);
    const oldest = Math.min(journal.bounds().oldest, entries[0]?.number ?? Number.POSITIVE_INFINITY);
    if (number + 1 < oldest) return { kind: 'passed', last: oldest - 1 };
    const events = await Promise.all(entries.map((entry) => eventsOf(this.node, entry)));
    return { kind: 'events', events: events.flat().filter((event) => event.number > number) };
  }
}
