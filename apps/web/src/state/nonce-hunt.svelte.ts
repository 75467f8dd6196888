import { searchNonce } from '../lib/nonce-search.ts';

/** So many tries between two looks at the clock: some 10 ms, so that the page stays lively. */
const CHUNK_TRIES = 1_000;
/** After these a browser gives up: it is for watching, not for mining. */
const MAX_TRIES = 3_000_000;

/** A search for a nonce in the browser, in small pieces, to be watched and stopped. */
export class NonceHunt {
  running = $state(false);
  tries = $state(0);
  /** Since the search began, seconds. */
  seconds = $state(0);
  gaveUp = $state(false);
  #number = 0;

  get rate(): number {
    return this.seconds > 0 ? this.tries / this.seconds : 0;
  }

  /** Looks from `from` on; resolves to the nonce, or undefined when stopped or given up. */
  async start(from: number, fits: (nonce: number) => boolean): Promise<number | undefined> {
    const number = ++this.#number;
    const startedMs = performance.now();
    this.running = true;
    this.gaveUp = false;
    this.tries = 0;
    this.seconds = 0;
    let next = from;
    while (this.running && number === this.#number) {
      const { found, tries } = searchNonce(next, CHUNK_TRIES, fits);
      next += tries;
      this.tries += tries;
      this.seconds = (performance.now() - startedMs) / 1000;
      if (found !== undefined || this.tries >= MAX_TRIES) {
        this.running = false;
        this.gaveUp = found === undefined;
        return found;
      }
      await new Promise((resolve) => setTimeout(resolve));
    }
    return undefined;
  }

  stop(): void {
    this.running = false;
  }

  /** Forgets the last search. */
  clear(): void {
    this.stop();
    this.tries = 0;
    this.gaveUp = false;
  }
}
