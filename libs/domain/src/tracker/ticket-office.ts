import { TICKET_CLOCK_TOLERANCE_SECONDS } from '../peer-network/admission-gate.ts';
import type { PeerId } from '../peer-network/peer-id.ts';
import { MAX_REVOKED_SERIALS, type RevocationList, signRevocationList } from '../peer-network/revocation-list.ts';
import { decodeTicket, isTicketOf, isTicketSignedBy, signTicket } from '../peer-network/ticket.ts';
import type { NodeSigner, Session } from '../peer-network/transport.port.ts';
import { type Clock, nowSeconds } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import type { AdmissionOrderRefusal } from './admission.errors.ts';
import type { AdmissionRecords, IssuedTicket, RevokedTicket } from './admission-records.ts';

/** Serials follow the clock, so many for each second: even with its records lost a tracker gives none twice. */
const SERIALS_PER_SECOND = 1_000_000;
/** Tickets that may still count; of more, the oldest are forgotten until they are shown again. Ten megabytes of records. */
const MAX_ISSUED_TICKETS = 50_000;
/** Identities that get no ticket any more. */
const MAX_REVOKED_PEERS = 10_000;

export interface TicketOfficeOptions {
  readonly signer: NodeSigner;
  readonly genesisHash: Hash;
  readonly clock: Clock;
  readonly lifeSeconds: number;
}

type Kept = Pick<AdmissionRecords, 'lastSerial' | 'issued' | 'sequence' | 'revoked' | 'revokedPeers'>;

/** Whom to revoke: an identity, by itself or by one of its tickets. */
export type RevocationTarget = { readonly peerId: PeerId } | { readonly serial: number };

/** Signs tickets, knows which it has signed, and revokes them. */
export class TicketOffice {
  private lastSerial: number;
  private sequence: number;
  /** By serial, in the order in which they were given. */
  private readonly issued: Map<number, IssuedTicket>;
  /** The newest of each identity. */
  private readonly newest = new Map<PeerId, IssuedTicket>();
  private readonly revoked: Map<number, RevokedTicket>;
  private readonly revokedPeers: Set<PeerId>;
  private signedList: RevocationList | undefined;

  constructor(
    kept: Kept,
    private readonly options: TicketOfficeOptions,
  ) {
    this.lastSerial = kept.lastSerial;
    this.sequence = kept.sequence;
    this.issued = new Map(kept.issued.map((ticket) => [ticket.serial, ticket]));
    for (const ticket of kept.issued) this.newest.set(ticket.peerId, ticket);
    this.revoked = new Map(kept.revoked.map((ticket) => [ticket.serial, ticket]));
    this.revokedPeers = new Set(kept.revokedPeers);
    this.sign();
  }

  /** What is to be kept; tickets that have expired are forgotten. */
  records(): Kept {
    this.forgetExpired();
    const { lastSerial, sequence, issued, revoked, revokedPeers } = this;
    return {
      lastSerial,
      sequence,
      issued: [...issued.values()],
      revoked: [...revoked.values()],
      revokedPeers: [...revokedPeers],
    };
  }

  /** The signed list of what is revoked; undefined while nothing ever was. */
  get list(): RevocationList | undefined {
    return this.signedList;
  }

  /** Tickets that may still count. */
  get issuedCount(): number {
    return this.issued.size;
  }

  isRevoked(peerId: PeerId): boolean {
    return this.revokedPeers.has(peerId);
  }

  /** Whether this identity holds a ticket of ours that counts: one that we know of, or one that it shows. */
  isHolder({ identityKey, peerId }: Pick<Session, 'identityKey' | 'peerId'>, shown: Uint8Array): boolean {
    const known = this.newest.get(peerId);
    if (known !== undefined && this.counts(known)) return true;
    const ticket = decodeTicket(shown);
    if (ticket === undefined || !isTicketOf(ticket, identityKey)) return false;
    const { genesisHash, signer } = this.options;
    if (ticket.genesisHash !== genesisHash || !this.counts(ticket)) return false;
    if (!isTicketSignedBy(shown, signer.identityKey)) return false;
    // Its record was lost: taken up again, or it could not be revoked.
    const { address, serial, issuedAt, expiresAt } = ticket;
    this.remember({ peerId, address, serial, issuedAt, expiresAt });
    return true;
  }

  /** The ticket that the identity has while less than half of its life is over, else a new one; true when it is new. */
  give({ identityKey, peerId, remote }: Pick<Session, 'identityKey' | 'peerId' | 'remote'>): {
    readonly bytes: Uint8Array;
    readonly isNew: boolean;
  } {
    const { signer, genesisHash, lifeSeconds } = this.options;
    const now = nowSeconds(this.options.clock);
    const held = this.newest.get(peerId);
    const isFresh =
      held !== undefined && this.counts(held) && now < held.issuedAt + (held.expiresAt - held.issuedAt) / 2;
    const issued = isFresh
      ? held
      : { peerId, address: remote.host, serial: this.nextSerial(now), issuedAt: now, expiresAt: now + lifeSeconds };
    if (!isFresh) this.remember(issued);
    const { address, serial, issuedAt, expiresAt } = issued;
    const ticket = { genesisHash, identityKey, address, serial, issuedAt, expiresAt };
    return { bytes: signTicket(signer, ticket), isNew: !isFresh };
  }

  /** Revokes all tickets of an identity, and the identity itself; gives who that is. */
  revoke(target: RevocationTarget): Result<PeerId, AdmissionOrderRefusal> {
    const peerId = 'peerId' in target ? target.peerId : this.issued.get(target.serial)?.peerId;
    if (peerId === undefined || !this.newest.has(peerId)) return refused({ code: 'revocation-unknown' });
    if (this.revokedPeers.has(peerId)) return accepted(peerId);
    this.forgetExpired();
    const tickets = [...this.issued.values()].filter((ticket) => ticket.peerId === peerId);
    if (this.revoked.size + tickets.length > MAX_REVOKED_SERIALS) {
      return refused({ code: 'revocation-list-full', limit: MAX_REVOKED_SERIALS });
    }
    if (this.revokedPeers.size >= MAX_REVOKED_PEERS) {
      return refused({ code: 'revocation-list-full', limit: MAX_REVOKED_PEERS });
    }
    this.revokedPeers.add(peerId);
    for (const { serial, expiresAt } of tickets) this.revoked.set(serial, { serial, expiresAt });
    this.sequence = Math.max(this.sequence + 1, nowSeconds(this.options.clock));
    this.sign();
    return accepted(peerId);
  }

  private sign(): void {
    const { signer, genesisHash } = this.options;
    if (this.sequence === 0) return;
    this.signedList = signRevocationList(signer, genesisHash, this.sequence, [...this.revoked.keys()]);
  }

  private nextSerial(now: number): number {
    this.lastSerial = Math.max(this.lastSerial + 1, now * SERIALS_PER_SECOND);
    return this.lastSerial;
  }

  private remember(ticket: IssuedTicket): void {
    if (this.issued.size >= MAX_ISSUED_TICKETS) this.forgetExpired();
    for (const oldest of this.issued.values()) {
      if (this.issued.size < MAX_ISSUED_TICKETS) break;
      this.forget(oldest);
    }
    this.issued.set(ticket.serial, ticket);
    this.newest.set(ticket.peerId, ticket);
  }

  private forgetExpired(): void {
    for (const ticket of this.issued.values()) if (!this.mayCount(ticket)) this.forget(ticket);
    for (const ticket of this.revoked.values()) if (!this.mayCount(ticket)) this.revoked.delete(ticket.serial);
  }

  private forget(ticket: IssuedTicket): void {
    this.issued.delete(ticket.serial);
    if (this.newest.get(ticket.peerId) === ticket) this.newest.delete(ticket.peerId);
  }

  /** Somebody whose clock is late within the tolerance may still take it. */
  private mayCount({ expiresAt }: RevokedTicket): boolean {
    return expiresAt + 2 * TICKET_CLOCK_TOLERANCE_SECONDS > nowSeconds(this.options.clock);
  }

  private counts({ expiresAt, serial }: RevokedTicket): boolean {
    return expiresAt > nowSeconds(this.options.clock) && !this.revoked.has(serial);
  }
}
