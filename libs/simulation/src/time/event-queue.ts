/** Something that will happen. Cancelled ones stay where they are and are passed over. */
export interface QueuedEvent {
  readonly atMs: number;
  readonly order: number;
  run: (() => void) | undefined;
}

/** Events by time; of one time, in the order they were queued, so that every run of one seed is the same. */
export class EventQueue {
  private readonly heap: QueuedEvent[] = [];
  private queued = 0;

  get size(): number {
    return this.heap.length;
  }

  push(atMs: number, run: () => void): QueuedEvent {
    const event: QueuedEvent = { atMs, order: this.queued++, run };
    this.heap.push(event);
    this.rise(this.heap.length - 1);
    return event;
  }

  /** The next event that was not cancelled; it stays in the queue. */
  peek(): QueuedEvent | undefined {
    while (this.heap.length > 0 && this.heap[0]?.run === undefined) this.removeFirst();
    return this.heap[0];
  }

  /** Takes out the next event. */
  pop(): QueuedEvent | undefined {
    const next = this.peek();
    if (next !== undefined) this.removeFirst();
    return next;
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (last === undefined || this.heap.length === 0) return;
    this.heap[0] = last;
    this.sink(0);
  }

  private rise(index: number): void {
    const { heap } = this;
    const event = heap[index] as QueuedEvent;
    let at = index;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = heap[above] as QueuedEvent;
      if (!isBefore(event, other)) break;
      heap[at] = other;
      at = above;
    }
    heap[at] = event;
  }

  private sink(index: number): void {
    const { heap } = this;
    const event = heap[index] as QueuedEvent;
    let at = index;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      const right = heap[below + 1];
      if (right !== undefined && isBefore(right, heap[below] as QueuedEvent)) below++;
      const other = heap[below] as QueuedEvent;
      if (!isBefore(other, event)) break;
      heap[at] = other;
      at = below;
    }
    heap[at] = event;
  }
}

function isBefore(left: QueuedEvent, right: QueuedEvent): boolean {
  return left.atMs < right.atMs || (left.atMs === right.atMs && left.order < right.order);
}
