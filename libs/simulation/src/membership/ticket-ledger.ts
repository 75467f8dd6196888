import type { PeerId } from '#domain/peer-network/peer-id';
import type { IssuedTicket } from '#domain/tracker/admission-records';

/** A ticket as its tracker wrote it down before it gave it away. */
export interface LedgerTicket extends Pick<IssuedTicket, 'peerId' | 'serial' | 'expiresAt'> {
  /** Ed25519 key of the tracker, as hex. */
  readonly trackerKey: string;
}

/** Every ticket that a trusted tracker of the run ever signed: peers are judged by this, not by what they say. */
export class TicketLedger {
  private readonly byPeer = new Map<PeerId, Map<string, LedgerTicket>>();

  note(ticket: LedgerTicket): void {
    const own = this.byPeer.get(ticket.peerId) ?? new Map<string, LedgerTicket>();
    own.set(ticketName(ticket), ticket);
    this.byPeer.set(ticket.peerId, own);
  }

  /** All tickets of an identity, old ones too; none: nobody ever admitted it. */
  of(peerId: PeerId): LedgerTicket[] {
    return [...(this.byPeer.get(peerId)?.values() ?? [])];
  }
}

/** Names a ticket among those of all trackers. */
export function ticketName({ trackerKey, serial }: Pick<LedgerTicket, 'trackerKey' | 'serial'>): string {
  return `${trackerKey} ${serial}`;
}
