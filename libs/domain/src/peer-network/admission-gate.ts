import { type Clock, nowSeconds } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import { accepted, type Result, type RuleBook, refused } from '../primitives/result.ts';
import type { Revocations } from './revocations.ts';
import { decodeTicket, isTicketOf, isTicketSignedBy, type Ticket } from './ticket.ts';
import type { Session } from './transport.port.ts';

/** Clocks of honest nodes differ by less. */
export const TICKET_CLOCK_TOLERANCE_SECONDS = 120;

export type TicketRefusal =
  | { readonly code: 'ticket-missing' }
  | { readonly code: 'ticket-malformed' }
  | { readonly code: 'ticket-wrong-network' }
  | { readonly code: 'ticket-of-another' }
  | { readonly code: 'ticket-not-yet-valid'; readonly issuedAt: number }
  | { readonly code: 'ticket-expired'; readonly expiresAt: number }
  | { readonly code: 'ticket-signature' }
  | { readonly code: 'ticket-revoked'; readonly serial: number };

export const ticketRules: RuleBook<TicketRefusal> = {
  'ticket-missing': 'This network admits only who brings a ticket from a tracker that it trusts.',
  'ticket-malformed': 'A ticket is the SSZ of its body and signature, in its one form.',
  'ticket-wrong-network': 'A ticket admits to the network of the genesis block that it names.',
  'ticket-of-another':
    'A ticket admits the identity that it names, which the handshake proves; it cannot be lent or stolen.',
  'ticket-not-yet-valid': 'A ticket counts from when it was issued, by a clock that is right within two minutes.',
  'ticket-expired': 'A ticket counts until it expires; its tracker renews it before that.',
  'ticket-signature': 'A ticket is signed by a tracker whose key this node was told to trust.',
  'ticket-revoked': 'A ticket counts until the tracker that signed it revokes it.',
};

/** A ticket that admits, and whose word that is. */
export interface AdmittedTicket {
  readonly ticket: Ticket;
  /** The key of the trusted tracker that signed it. */
  readonly trackerKey: Uint8Array;
}

/** Who may become a peer of a network that admits by ticket. Checked without asking anybody. */
export class AdmissionGate {
  constructor(
    private readonly genesisHash: Hash,
    /** Ed25519 keys of trusted trackers; none: the network is open, and nobody should ask. */
    private readonly trustedTrackers: readonly Uint8Array[],
    private readonly revocations: Revocations,
    private readonly clock: Clock,
  ) {}

  /** Cheapest first; the signature last, but for the revocations of whoever signed. */
  check({ identityKey }: Pick<Session, 'identityKey'>, bytes: Uint8Array): Result<AdmittedTicket, TicketRefusal> {
    if (bytes.length === 0) return refused({ code: 'ticket-missing' });
    const ticket = decodeTicket(bytes);
    if (ticket === undefined) return refused({ code: 'ticket-malformed' });
    if (ticket.genesisHash !== this.genesisHash) return refused({ code: 'ticket-wrong-network' });
    if (!isTicketOf(ticket, identityKey)) return refused({ code: 'ticket-of-another' });
    const { issuedAt } = ticket;
    if (issuedAt > nowSeconds(this.clock) + TICKET_CLOCK_TOLERANCE_SECONDS) {
      return refused({ code: 'ticket-not-yet-valid', issuedAt });
    }
    if (this.isExpired(ticket)) return refused({ code: 'ticket-expired', expiresAt: ticket.expiresAt });
    const trackerKey = this.trustedTrackers.find((key) => isTicketSignedBy(bytes, key));
    if (trackerKey === undefined) return refused({ code: 'ticket-signature' });
    const admitted = { ticket, trackerKey };
    const refusal = this.checkAgain(admitted);
    return refusal === undefined ? accepted(admitted) : refused(refusal);
  }

  /** Whether a ticket that admitted once still does: time passes, and lists of revocations come. */
  checkAgain({ ticket, trackerKey }: AdmittedTicket): TicketRefusal | undefined {
    const { serial, expiresAt } = ticket;
    if (this.isExpired(ticket)) return { code: 'ticket-expired', expiresAt };
    return this.revocations.isRevoked(trackerKey, serial) ? { code: 'ticket-revoked', serial } : undefined;
  }

  private isExpired({ expiresAt }: Ticket): boolean {
    return expiresAt <= nowSeconds(this.clock) - TICKET_CLOCK_TOLERANCE_SECONDS;
  }
}
