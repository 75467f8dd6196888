import type { ApiError } from '../lib/api-error.ts';
import { asApiError } from '../lib/api-error.ts';
import type { Block, ChainSummary, Transaction } from '../lib/api-types.ts';
import { readEvents, type StreamEvent } from '../lib/event-stream.ts';
import { announcer } from './announcer.svelte.ts';
import { api } from './session.svelte.ts';

/** Without an event stream the page asks this often: a new cheese shows within two seconds, and one read costs 1 ms. */
const POLL_MS = 2_000;
/** With a stream the page still looks now and then, in case an event told less than happened. */
const STREAM_POLL_MS = 30_000;
/** A peer that is down is asked less and less often, down to this. */
const RETRY_MAX_MS = 10_000;
/** A stream that was cut is opened again after this; until then the page asks as if there were none. */
const STREAM_RETRY_MS = 3_000;
/** Events come in bursts (a block confirms hundreds of payments): one look answers all that came within this. */
const BURST_MS = 120;
/** What a peer answers when it has no longer, or never had, what came after the event we heard last. */
const EVENTS_PASSED_STATUS = 410;
const NEWEST_BLOCKS = 12;
const OPEN_SHOWN = 50;

export type Link = 'connecting' | 'streaming' | 'polling' | 'lost' | 'refused';

/** The chain as the peer sees it now, kept fresh by the event stream or, without one, by asking every two seconds. */
class Live {
  link = $state<Link>('connecting');
  error = $state.raw<ApiError | undefined>();
  chain = $state.raw<ChainSummary | undefined>();
  blocks = $state.raw<readonly Block[]>([]);
  open = $state.raw<readonly Transaction[]>([]);
  /** Rises whenever tip or open transactions changed: views that show part of them read again. */
  version = $state(0);
  /** Rises whenever the best chain lost a block: views of older blocks, which no new block changes, read again. */
  rewinds = $state(0);
  /** When the peer last answered (page clock, ms): how old is what the page shows while the peer is away. */
  answeredMs = $state<number | undefined>();
  /** False once a peer said that it has no stream: then it is not asked again. */
  #offersEvents = true;
  #streaming = false;
  #listenAtMs = 0;
  #asked = false;
  #failures = 0;
  #lastEventId: string | undefined;
  readonly #listeners = new Set<(event: StreamEvent) => void>();
  #wake: () => void = () => {};

  start(): void {
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.refresh();
    });
    void this.#watch();
  }

  /** Looks now instead of at the next turn: after the person did something, or an event came. */
  refresh(): void {
    this.#asked = true;
    this.#wake();
  }

  /** Hears every event of the stream, in order, until the function it gives back is called. */
  onEvent(listener: (event: StreamEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #watch(): Promise<never> {
    for (;;) {
      this.#asked = false;
      await this.#look();
      if (this.#failures === 0 && this.#offersEvents && Date.now() >= this.#listenAtMs) void this.#listen();
      await this.#pause();
    }
  }

  async #pause(): Promise<void> {
    const healthyMs = this.#streaming ? STREAM_POLL_MS : POLL_MS;
    const waitMs = this.#failures === 0 ? healthyMs : Math.min(RETRY_MAX_MS, POLL_MS * this.#failures);
    if (!this.#asked) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => (document.hidden ? undefined : resolve()), waitMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    if (this.#asked) await new Promise((resolve) => setTimeout(resolve, BURST_MS));
  }

  async #look(): Promise<void> {
    try {
      const chain = await api.chain();
      const tipMoved = chain.tipHash !== this.blocks[0]?.hash;
      const [blocks, open] = await Promise.all([
        tipMoved ? api.blocks(NEWEST_BLOCKS) : undefined,
        chain.openTransactions > 0 || tipMoved ? api.openTransactions(OPEN_SHOWN) : undefined,
      ]);
      this.#show(chain, blocks?.blocks ?? this.blocks, open?.transactions ?? []);
      this.#answered();
    } catch (thrown) {
      this.#failures++;
      this.error = asApiError(thrown);
      this.link = this.error.status === 401 ? 'refused' : 'lost';
    }
  }

  #answered(): void {
    // Whatever a view could not read while the peer was away, it reads now, even if the chain has not moved.
    if (this.link === 'lost') {
      this.version++;
      announcer.say('Your peer is back.');
    }
    this.#failures = 0;
    this.error = undefined;
    this.answeredMs = Date.now();
    this.link = this.#streaming ? 'streaming' : 'polling';
  }

  #show(chain: ChainSummary, blocks: readonly Block[], open: readonly Transaction[]): void {
    const fingerprint = (tip: string | undefined, list: readonly Transaction[]) =>
      [tip, ...list.map((t) => t.id)].join();
    const changed = fingerprint(this.chain?.tipHash, this.open) !== fingerprint(chain.tipHash, open);
    this.chain = chain;
    this.blocks = blocks;
    if (!changed) return;
    this.open = open;
    this.version++;
  }

  async #listen(): Promise<void> {
    this.#listenAtMs = Number.POSITIVE_INFINITY;
    try {
      const body = await api.events(this.#lastEventId, new AbortController().signal);
      this.#streaming = true;
      this.refresh();
      for await (const event of readEvents(body)) {
        this.#lastEventId = event.id ?? this.#lastEventId;
        if (event.data !== '') this.#tell(event);
      }
    } catch (thrown) {
      // A cut stream is no news: the next look tells whether the peer is there, and later the stream is tried again.
      const { status } = asApiError(thrown);
      if (status === 404) this.#offersEvents = false;
      if (status === EVENTS_PASSED_STATUS) this.#startOver();
    }
    this.#streaming = false;
    this.#listenAtMs = Date.now() + STREAM_RETRY_MS;
    this.refresh();
  }

  #tell(event: StreamEvent): void {
    if (event.name === 'block.disconnected') this.rewinds++;
    for (const listener of this.#listeners) listener(event);
    if (event.name !== 'mining.progress') this.refresh();
  }

  /** The peer no longer has what came after our last event, or never had it: everything is read anew from now on. */
  #startOver(): void {
    this.#lastEventId = undefined;
    this.version++;
    this.rewinds++;
  }
}

export const live = new Live();
