/** One kind of event, told to its listeners in the order they subscribed, at once. */
export class EventChannel<Event> {
  private readonly listeners = new Set<(event: Event) => void>();

  /** Listens until the returned function is called. A listener must not throw. */
  subscribe(listener: (event: Event) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  publish(event: Event): void {
    for (const listener of [...this.listeners]) listener(event);
  }
}
