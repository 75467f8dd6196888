import { keepLabels, keptLabels, type Labels, withLabel } from '../lib/labels.ts';

/** The names that this person gave to addresses, in this browser. */
class LabelBook {
  all = $state.raw<Labels>(keptLabels(localStorage));

  constructor() {
    // Another tab of this page may have changed them.
    addEventListener('storage', () => {
      this.all = keptLabels(localStorage);
    });
  }

  of(address: string): string | undefined {
    return this.all.get(address);
  }

  /** Names an address, or with an empty name forgets what it was called. */
  name(address: string, typed: string): void {
    this.all = withLabel(keptLabels(localStorage), address, typed);
    keepLabels(localStorage, this.all);
  }
}

export const labels = new LabelBook();
