/**
 * What came in on a session, handed over a turn of the event loop later. Whoever awaited an answer goes on before
 * what came after it is delivered: the two may share one chunk of bytes, and a peer that has just been welcomed must
 * be known by then.
 */
export class SessionInbox {
  private deliveries: (() => void)[] = [];

  /** `take` hands one over; false when the session has ended and the rest is of no use. */
  constructor(private readonly take: (delivery: () => void) => boolean) {}

  /** Delivers this after everything that came before. */
  later(delivery: () => void): void {
    this.deliveries.push(delivery);
    if (this.deliveries.length === 1) setImmediate(() => this.empty());
  }

  private empty(): void {
    const { deliveries } = this;
    this.deliveries = [];
    for (const delivery of deliveries) if (!this.take(delivery)) return;
  }
}
