import { type ApiError, asApiError } from '../lib/api-error.ts';
import type { Block } from '../lib/api-types.ts';
import { grouped } from '../lib/format.ts';
import { type MiningView, miningView } from '../lib/mining-state.ts';
import { announcer } from './announcer.svelte.ts';
import { live } from './live.svelte.ts';
import { api } from './session.svelte.ts';
import { wallet } from './wallet.svelte.ts';

/** How often the hash rate is read while something is being mined. */
const PROGRESS_MS = 1_000;
/** Mining begun elsewhere, and miners that come, make no event: whoever looks at the miner sees them after this. */
const LOOK_MS = 3_000;

/** What the peer mines, and the one cheese that this page asked for. */
class Mining {
  state = $state.raw<MiningView>(miningView(undefined));
  /** When our cheese was begun (page clock, ms); undefined when none is being made. */
  startedMs = $state<number | undefined>();
  found = $state.raw<{ readonly block: Block; readonly seconds: number } | undefined>();
  error = $state.raw<ApiError | undefined>();
  #controller: AbortController | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  get busy(): boolean {
    return this.startedMs !== undefined;
  }

  /** Makes one cheese; ends when it is found, refused or cancelled. */
  async mineOne(): Promise<void> {
    if (this.busy) return;
    const controller = new AbortController();
    this.#controller = controller;
    this.error = undefined;
    this.found = undefined;
    const startedMs = Date.now();
    this.startedMs = startedMs;
    this.#watchProgress();
    try {
      const block = await api.mineOne(controller.signal);
      this.found = { block, seconds: (Date.now() - startedMs) / 1000 };
      announcer.say(`You made cheese number ${grouped(block.height)}.`);
    } catch (thrown) {
      const error = asApiError(thrown);
      if (error.code !== 'cancelled') this.error = error;
    }
    this.startedMs = undefined;
    live.refresh();
    void wallet.refresh(true);
  }

  /** The peer stops working on it when we hang up. */
  cancel(): void {
    this.#controller?.abort();
    announcer.say('Cancelled. No cheese was made.');
  }

  async start(threads: number): Promise<void> {
    this.found = undefined;
    await this.#change(() => api.startMining(threads));
  }

  async stop(): Promise<void> {
    await this.#change(() => api.stopMining());
  }

  /** Keeps what is shown true while somebody looks; gives what ends it. */
  watch(): () => void {
    void this.refresh();
    const timer = setInterval(() => {
      if (this.#timer === undefined && !document.hidden) void this.refresh();
    }, LOOK_MS);
    return () => clearInterval(timer);
  }

  async refresh(): Promise<void> {
    try {
      this.state = miningView(await api.mining());
      if (this.#isLively) this.#watchProgress();
    } catch {
      // The hash rate is a nicety; that the peer is lost is told elsewhere.
    }
  }

  async #change(act: () => Promise<unknown>): Promise<void> {
    this.error = undefined;
    try {
      await act();
    } catch (thrown) {
      this.error = asApiError(thrown);
    }
    await this.refresh();
    live.refresh();
  }

  /** Something changes from second to second. */
  get #isLively(): boolean {
    return this.state.steady || this.state.workers.length > 0;
  }

  #watchProgress(): void {
    this.#timer ??= setInterval(() => {
      if (this.busy || this.#isLively) void this.refresh();
      else {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
    }, PROGRESS_MS);
  }
}

export const mining = new Mining();
