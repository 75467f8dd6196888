import { grouped, plural } from '../lib/format.ts';
import { countRewind, type Rewind } from '../lib/rewind.ts';
import { announcer } from './announcer.svelte.ts';
import { live } from './live.svelte.ts';

/** Long enough to read one sentence and follow its link; whoever comes later finds it among the reorganisations. */
const SHOWN_MS = 20_000;

/** The latest reorganisation, while it is news. */
class RewindNews {
  latest = $state.raw<Rewind | undefined>();
  #before: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  start(): void {
    live.onEvent(({ name, data }) => {
      if (name === 'block.disconnected') this.#tell(data);
      else if (name === 'block.connected' && this.#before === 'block.disconnected' && this.latest) {
        announcer.say(`${this.sentence} It parted above cheese ${grouped(this.latest.forkHeight)}.`);
      }
      if (name.startsWith('block.')) this.#before = name;
    });
  }

  get sentence(): string {
    const undone = this.latest?.undone ?? 0;
    return `${plural(undone, 'cheese')} gave way to a branch with more work.`;
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.latest = undefined;
  }

  #tell(data: string): void {
    const { height } = JSON.parse(data) as { height: number };
    this.latest = countRewind(this.latest, this.#before, height);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.dismiss(), SHOWN_MS);
  }
}

export const rewindNews = new RewindNews();
