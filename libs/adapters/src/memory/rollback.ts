/** Changes of data in memory that are all taken back when one of them fails. */
export class Rollback {
  /** What takes the steps of the change that runs back, latest last. */
  private readonly steps: (() => void)[] = [];

  /** Runs a change; when it throws, everything it told of here is taken back. */
  wholly(change: () => void): void {
    this.steps.length = 0;
    try {
      change();
    } catch (error) {
      for (const step of this.steps.reverse()) step();
      throw error;
    }
  }

  /** Tells how to take back what is just being changed. */
  onFailure(step: () => void): void {
    this.steps.push(step);
  }

  /** Sets or, with undefined, removes; and remembers how to take it back. */
  set<Key, Value>(map: Map<Key, Value>, key: Key, value: Value | undefined): void {
    const before = map.get(key);
    if (value === undefined) map.delete(key);
    else map.set(key, value);
    this.steps.push(() => {
      if (before === undefined) map.delete(key);
      else map.set(key, before);
    });
  }
}
