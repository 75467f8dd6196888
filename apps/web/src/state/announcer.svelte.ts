import { untrack } from 'svelte';

/** Says short results to screen readers through the one live region of the page. */
class Announcer {
  text = $state('');

  say(sentence: string): void {
    // The same words twice in a row would not be read out again: a no-break space makes them differ.
    this.text = sentence === untrack(() => this.text) ? `${sentence}\u00a0` : sentence;
  }
}

export const announcer = new Announcer();
