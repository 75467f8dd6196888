/** What the domain needs of an AbortSignal: long work asks `aborted` and listens for the end. */
export interface Cancellation {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** A cancellation of the domain's own, which others may be tied to. */
export class CancellationSource implements Cancellation {
  private readonly listeners = new Set<() => void>();
  private isAborted = false;

  get aborted(): boolean {
    return this.isAborted;
  }

  abort(): void {
    if (this.isAborted) return;
    this.isAborted = true;
    for (const listener of [...this.listeners]) listener();
    this.listeners.clear();
  }

  /** A listener is told once; the options of an AbortSignal change nothing here. */
  addEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.listeners.delete(listener);
  }

  /** Aborts when the other does; gives what unties them. */
  follow(other: Cancellation | undefined): () => void {
    if (other === undefined) return () => {};
    const abort = () => this.abort();
    if (other.aborted) this.abort();
    else other.addEventListener('abort', abort, { once: true });
    return () => other.removeEventListener('abort', abort);
  }
}
