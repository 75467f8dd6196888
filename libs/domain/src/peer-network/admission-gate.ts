import { type Clock, nowSeconds } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import type { RuleBook } from '../primitives/result.ts';
import { decodeTicket, isTicketOf, isTicketSignedBy } from './ticket.ts';
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
  | { readonly code: 'ticket-signature' };

export const ticketRules: RuleBook<TicketRefusal> = {
  'ticket-missing': 'This network admits only who brings a ticket from a tracker that it trusts.',
  'ticket-malformed': 'A ticket is the SSZ of its body and signature, in its one form.',
  'ticket-wrong-network': 'A ticket admits to the network of the genesis block that it names.',
  'ticket-of-another':
    'A ticket admits the identity that it names, which the handshake proves; it cannot be lent or stolen.',
  'ticket-not-yet-valid': 'A ticket counts from when it was issued, by a clock that is right within two minutes.',
  'ticket-expired': 'A ticket counts until it expires; its tracker renews it before that.',
  'ticket-signature': 'A ticket is signed by a tracker whose key this node was told to trust.',
};

/** Who may become a peer: everybody, or who shows a ticket. Checked without asking anybody. */
export class AdmissionGate {
  constructor(
    private readonly genesisHash: Hash,
    /** Ed25519 keys of trusted trackers; none: the network is open. */
    private readonly trustedTrackers: readonly Uint8Array[],
    private readonly clock: Clock,
  ) {}

  /** Cheapest first; the signature last. */
  check(session: Pick<Session, 'identityKey'>, bytes: Uint8Array): TicketRefusal | undefined {
    if (this.trustedTrackers.length === 0) return undefined;
    if (bytes.length === 0) return { code: 'ticket-missing' };
    const ticket = decodeTicket(bytes);
    if (ticket === undefined) return { code: 'ticket-malformed' };
    if (ticket.genesisHash !== this.genesisHash) return { code: 'ticket-wrong-network' };
    if (!isTicketOf(ticket, session.identityKey)) return { code: 'ticket-of-another' };
    const now = nowSeconds(this.clock);
    const { issuedAt, expiresAt } = ticket;
    if (issuedAt > now + TICKET_CLOCK_TOLERANCE_SECONDS) return { code: 'ticket-not-yet-valid', issuedAt };
    if (expiresAt <= now - TICKET_CLOCK_TOLERANCE_SECONDS) return { code: 'ticket-expired', expiresAt };
    const isTrusted = this.trustedTrackers.some((key) => isTicketSignedBy(bytes, key));
    return isTrusted ? undefined : { code: 'ticket-signature' };
  }
}
