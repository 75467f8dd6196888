import { ApiProperty } from '@nestjs/swagger';
import type { Membership } from '#domain/peer-network/membership';
import { isoTime } from '../views/iso-time.ts';
import { ApiCount, ApiTime } from '../views/properties.ts';

export class TicketView {
  @ApiCount('Its number at the tracker that signed it', 1_813_000_000_000_000)
  readonly serial!: number;
  @ApiTime('Since when it counts')
  readonly issuedAt!: string;
  @ApiTime('Until when; renewed half way')
  readonly expiresAt!: string;
}

/** What admits this peer, and whom it admits. */
export class MembershipView {
  @ApiProperty({ description: 'Only who shows a ticket of a trusted tracker becomes a peer', example: false })
  readonly permissioned!: boolean;
  @ApiProperty({ type: TicketView, nullable: true, description: 'Of this peer; null while it has none' })
  readonly ticket!: TicketView | null;
  @ApiCount('Tickets that trusted trackers have revoked')
  readonly revokedTickets!: number;
}

export function membershipView(membership: Membership): MembershipView {
  const { isPermissioned, ticket, revoked } = membership.state();
  return {
    permissioned: isPermissioned,
    ticket:
      ticket === undefined
        ? null
        : { serial: ticket.serial, issuedAt: isoTime(ticket.issuedAt), expiresAt: isoTime(ticket.expiresAt) },
    revokedTickets: revoked,
  };
}
