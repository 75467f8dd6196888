import { TEST_TOKEN } from './test-peer.ts';

export interface HeardEvent {
  readonly id: number | undefined;
  readonly name: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const DEADLINE_MS = 20_000;

/** Listens to a peer's events over a real socket, with its own few lines for the format. */
export class EventListener {
  readonly heard: HeardEvent[] = [];
  comments = 0;
  private readonly abort = new AbortController();
  private rest = '';
  private ended: Promise<void> = Promise.resolve();

  /** Resolves when the stream has begun. `after`: the Last-Event-ID. */
  static async open(url: string, after?: number): Promise<EventListener> {
    const listener = new EventListener();
    const headers: Record<string, string> = { authorization: `Bearer ${TEST_TOKEN}` };
    if (after !== undefined) headers['last-event-id'] = String(after);
    const response = await fetch(new URL('/v1/events', url), { headers, signal: listener.abort.signal });
    if (!response.ok || response.body === null) throw new Error(`${response.status} ${await response.text()}`);
    listener.ended = listener.read(response.body).catch(() => undefined);
    return listener;
  }

  /** Events of the journal, without those that have no number. */
  get numbered(): HeardEvent[] {
    return this.heard.filter(({ id }) => id !== undefined);
  }

  /** Waits until this many numbered events were heard. */
  async hear(count: number): Promise<HeardEvent[]> {
    const end = performance.now() + DEADLINE_MS;
    while (this.numbered.length < count) {
      if (performance.now() > end) throw new Error(`heard ${this.numbered.length} of ${count} events`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return this.numbered;
  }

  async close(): Promise<void> {
    this.abort.abort();
    await this.ended;
  }

  /** Resolves when the peer has ended the stream. */
  whenEnded(): Promise<void> {
    return this.ended;
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      this.rest += decoder.decode(chunk, { stream: true });
      const blocks = this.rest.split('\n\n');
      this.rest = blocks.pop() ?? '';
      for (const block of blocks) this.take(block);
    }
  }

  private take(block: string): void {
    const fields = new Map(block.split('\n').map((line) => line.split(/: ?(.*)/s, 2) as [string, string]));
    const data = fields.get('data');
    if (block.startsWith(':')) this.comments++;
    if (data === undefined) return;
    const id = fields.get('id');
    this.heard.push({
      id: id === undefined ? undefined : Number(id),
      name: fields.get('event') ?? '',
      data: JSON.parse(data),
    });
  }
}
