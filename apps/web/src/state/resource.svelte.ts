import { untrack } from 'svelte';
import { ApiError, asApiError } from '../lib/api-error.ts';

/**
 * Something read from the peer, with its honest states: nothing yet (`loading`), a value, or an error. Reading the
 * same key again keeps the old value on the screen until the new one is there; another key starts afresh.
 */
export class Resource<T> {
  value = $state.raw<T | undefined>();
  error = $state.raw<ApiError | undefined>();
  loading = $state(true);
  #key: string | undefined;
  #controller: AbortController | undefined;

  /** Reads without making the caller's effect depend on what is stored here. */
  load(key: string, read: (signal: AbortSignal) => Promise<T>): void {
    untrack(() => void this.#load(key, read));
  }

  /** Stops a read under way: for the end of an effect. */
  stop(): void {
    this.#controller?.abort();
  }

  async #load(key: string, read: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.stop();
    const controller = new AbortController();
    this.#controller = controller;
    if (key !== this.#key) {
      this.#key = key;
      this.value = undefined;
      this.error = undefined;
      this.loading = true;
    }
    try {
      const value = await read(controller.signal);
      if (controller.signal.aborted) return;
      this.value = value;
      this.error = undefined;
    } catch (thrown) {
      if (controller.signal.aborted) return;
      this.error = asApiError(thrown);
      if (this.error.status !== 0) this.value = undefined;
    }
    this.loading = false;
  }
}
