/**
 * Runs asynchronous tasks one at a time, in the order they came. Whoever changes the chain goes through one,
 * so that no task sees another's half-done work. A task that fails fails alone.
 */
export class SerialQueue {
  private tail: Promise<unknown> = Promise.resolve();

  /** Runs the task after all earlier ones; gives what it gives. */
  run<Value>(task: () => Promise<Value>): Promise<Value> {
    const result = this.tail.then(task, task);
    this.tail = result.catch(() => undefined);
    return result;
  }

  /** Resolves when everything queued so far is done. */
  async idle(): Promise<void> {
    await this.tail;
  }
}
