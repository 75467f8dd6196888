import { type Clock, nowSeconds } from '../primitives/clock.port.ts';
import type { Ticket } from './ticket.ts';

/** The ticket that admits this node, the one that lasts longest of those its trackers signed. */
export class OwnTicket {
  /** As it is shown; empty while there is none. */
  bytes: Uint8Array = new Uint8Array(0);
  private held: Ticket | undefined;
  /** Code of the latest refusal, if no ticket was taken since. */
  private refusedFor: string | undefined;

  constructor(private readonly clock: Clock) {}

  /** What it says; undefined while there is none. */
  get ticket(): Ticket | undefined {
    return this.held;
  }

  /** Takes no ticket for this reason; true when it is another than before: told when it changes, not with every try. */
  turnDown(code: string): boolean {
    const isNews = code !== this.refusedFor;
    this.refusedFor = code;
    return isNews;
  }

  /** Takes a ticket that is ours and counts, if it lasts longer than what we have. True if it does. */
  offer(bytes: Uint8Array, ticket: Ticket): boolean {
    if (this.held !== undefined && this.held.expiresAt >= ticket.expiresAt) return false;
    this.held = ticket;
    this.refusedFor = undefined;
    // A copy: it outlives the message that brought it.
    this.bytes = Uint8Array.from(bytes);
    return true;
  }

  /** It counts no more. */
  drop(): void {
    this.held = undefined;
    this.bytes = new Uint8Array(0);
  }

  /** Half of its life is over: a tracker should be asked for another. */
  get isDue(): boolean {
    if (this.held === undefined) return false;
    const { issuedAt, expiresAt } = this.held;
    return nowSeconds(this.clock) >= issuedAt + (expiresAt - issuedAt) / 2;
  }
}
