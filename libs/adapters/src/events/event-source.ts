import type { FullNode } from '#domain/node/full-node';
import { BoundedCache } from '#domain/primitives/bounded-cache';
import type { EventRecorder } from './event-recorder.ts';
import { eventsOf } from './event-view.ts';

/** Frames of entries that were told lately: listeners of one moment read the same. A full block is some 3 MB. */
const MAX_CACHED_ENTRIES = 8;
/** Read from the journal at once. */
const MAX_ENTRIES_PER_READ = 16;

/** Text for a stream, and the number of the last event in it. */
export interface Frames {
  readonly text: string;
  readonly last: number;
}

interface RenderedEntry {
  readonly first: number;
  readonly frames: readonly string[];
}

/** The journal as the text of server-sent events (WHATWG HTML, "server-sent events"). */
export class EventSource {
  private readonly rendered = new BoundedCache<number, Promise<RenderedEntry>>(MAX_CACHED_ENTRIES);

  constructor(
    readonly node: FullNode,
    readonly recorder: EventRecorder,
  ) {}

  /**
   * The events right after this number, as many as fit a read; undefined when there are none yet, `passed` when they
   * are kept no longer.
   */
  async framesAfter(after: number): Promise<Frames | 'passed' | undefined> {
    const { journal } = this.recorder;
    const entries = await journal.read(after, MAX_ENTRIES_PER_READ);
    if (after + 1 < Math.min(journal.bounds().oldest, entries[0]?.number ?? Number.POSITIVE_INFINITY)) return 'passed';
    let text = '';
    let last = after;
    for (const entry of entries) {
      const rendering = this.rendered.get(entry.number) ?? this.render(entry);
      const { first, frames } = await rendering;
      text += frames.slice(Math.max(0, after + 1 - first)).join('');
      last = entry.number + entry.numbers - 1;
    }
    return last === after ? undefined : { text, last };
  }

  private render(entry: Parameters<typeof eventsOf>[1]): Promise<RenderedEntry> {
    const rendering = eventsOf(this.node, entry).then((events) => ({
      first: entry.number,
      frames: events.map(
        ({ number, name, data }) => `id: ${number}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`,
      ),
    }));
    this.rendered.set(entry.number, rendering);
    return rendering;
  }
}
