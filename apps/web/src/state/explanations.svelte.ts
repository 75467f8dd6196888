import { SvelteMap } from 'svelte/reactivity';
import type { Explanation } from '../lib/api-types.ts';
import { api } from './session.svelte.ts';

/** A page meets a few dozen codes at most; a peer that invents more gets no more memory for them. */
const MAX_CODES = 200;
/** What a code looks like: anything else is a code with more words, which no rule is called. */
const CODE = /^[a-z][a-z0-9-]{0,63}$/;

/** What the peer says its codes mean. Each is asked for once, since rules do not change while a peer runs. */
class Explanations {
  readonly #known = new SvelteMap<string, Explanation>();
  readonly #asked = new Set<string>();

  /** The explanation of a code, once it is here; asks for it when nobody has. */
  of(code: string): Explanation | undefined {
    const known = this.#known.get(code);
    if (known === undefined) void this.#ask(code);
    return known;
  }

  async #ask(code: string): Promise<void> {
    if (!CODE.test(code) || this.#asked.has(code) || this.#asked.size >= MAX_CODES) return;
    this.#asked.add(code);
    // A code that the peer does not explain still stands there by its name.
    const answer = await api.explain(code).catch(() => undefined);
    if (answer !== undefined) this.#known.set(code, answer);
  }
}

export const explanations = new Explanations();
