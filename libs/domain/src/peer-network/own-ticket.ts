import { type Clock, nowSeconds } from '../primitives/clock.port.ts';
import { decodeTicket, isTicketOf, type Ticket } from './ticket.ts';
import type { NodeSigner } from './transport.port.ts';

/** The ticket that admits this node, the one that lasts longest of those its trackers signed. */
export class OwnTicket {
  /** As it is shown; empty while there is none. */
  bytes: Uint8Array = new Uint8Array(0);
  private ticket: Ticket | undefined;

  constructor(
    private readonly signer: Pick<NodeSigner, 'identityKey'>,
    private readonly clock: Clock,
  ) {}

  /** Takes a ticket that a tracker sent, if it is ours and lasts longer than what we have. */
  learn(bytes: Uint8Array): void {
    const ticket = bytes.length === 0 ? undefined : decodeTicket(bytes);
    if (ticket === undefined || !isTicketOf(ticket, this.signer.identityKey)) return;
    if (this.ticket !== undefined && this.ticket.expiresAt >= ticket.expiresAt) return;
    this.ticket = ticket;
    // A copy: it outlives the message that brought it.
    this.bytes = Uint8Array.from(bytes);
  }

  /** Half of its life is over: the tracker should be asked for another. */
  get isDue(): boolean {
    if (this.ticket === undefined) return false;
    const { issuedAt, expiresAt } = this.ticket;
    return nowSeconds(this.clock) >= issuedAt + (expiresAt - issuedAt) / 2;
  }
}
