import { isLoopback, parseIpv6 } from '#domain/tracker/ip-address';
import { networkGroupOf } from '#domain/tracker/network-group';
import type { AdmissionRefusal } from './transport.errors.ts';

/** Connections from outside that may be between connection and session at once: 64 sockets and no key material. */
export const MAX_HANDSHAKES = 64;
/** Of one address: an office behind one address restarts its nodes together. */
export const MAX_HANDSHAKES_PER_ADDRESS = 8;
/** Of this machine: a network tried out here starts at once, and still leaves places for others. */
export const MAX_HANDSHAKES_OF_LOOPBACK = 48;
/** Sessions from outside: as many peers as a node takes by default, and as many again that have not greeted yet. */
export const MAX_INBOUND_SESSIONS = 128;
/**
 * Sessions from outside beyond the peers that a node takes: those that have not greeted yet, and those of whom the
 * node has to decide whether they take another's place.
 */
export const UNGREETED_SESSIONS = 64;
/**
 * Sessions of one address: somebody who has one address for many nodes is let in, one attacker is not let fill us.
 * Addresses of this machine and of private ranges are exempt, as they are from network groups: a classroom behind one
 * router is at home.
 */
export const MAX_SESSIONS_PER_ADDRESS = 16;

export interface ConnectionPlacesOptions {
  readonly maxInboundSessions: number;
  /** Of one address; {@link MAX_SESSIONS_PER_ADDRESS} when not given. */
  readonly maxSessionsPerAddress?: number;
}

/** A place that a connection holds. */
export interface ConnectionPlace {
  /** The handshake is done: the place is a session's from now on. Undefined when there is room for it. */
  becomeSession(): AdmissionRefusal | undefined;
  /** Gives the place back; harmless when it was given back before. */
  release(): void;
}

/** How many connections from outside there are, in handshake and in session, together and of each address. */
export class ConnectionPlaces {
  private readonly handshakes = new Counter();
  private readonly sessions = new Counter();

  constructor(private readonly options: ConnectionPlacesOptions) {}

  /** Takes a place for a connection that just came. */
  take(host: string): { readonly place: ConnectionPlace } | { readonly refusal: AdmissionRefusal } {
    const refusal = this.handshakeRefusal(host) ?? this.sessionRefusal(host);
    if (refusal !== undefined) return { refusal };
    const owner = ownerOf(host);
    let held = this.handshakes;
    let isHeld = true;
    held.add(owner);
    const becomeSession = () => {
      const full = this.sessionRefusal(host);
      if (full !== undefined) return full;
      held.remove(owner);
      held = this.sessions;
      held.add(owner);
      return undefined;
    };
    const release = () => {
      if (isHeld) held.remove(owner);
      isHeld = false;
    };
    return { place: { becomeSession, release } };
  }

  private handshakeRefusal(host: string): AdmissionRefusal | undefined {
    if (this.handshakes.total >= MAX_HANDSHAKES) return { code: 'too-many-handshakes', limit: MAX_HANDSHAKES };
    const limit = isLoopback(host) ? MAX_HANDSHAKES_OF_LOOPBACK : MAX_HANDSHAKES_PER_ADDRESS;
    return this.handshakes.of(ownerOf(host)) < limit ? undefined : { code: 'too-many-handshakes-of-address', limit };
  }

  private sessionRefusal(host: string): AdmissionRefusal | undefined {
    const { maxInboundSessions, maxSessionsPerAddress = MAX_SESSIONS_PER_ADDRESS } = this.options;
    if (this.sessions.total >= maxInboundSessions) return { code: 'too-many-sessions', limit: maxInboundSessions };
    if (isAtHome(host) || this.sessions.of(ownerOf(host)) < maxSessionsPerAddress) return undefined;
    return { code: 'too-many-sessions-of-address', limit: maxSessionsPerAddress };
  }
}

/** Counts by name; a name that is at zero takes no memory. */
class Counter {
  total = 0;
  private readonly counts = new Map<string, number>();

  of(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  add(name: string): void {
    this.total++;
    this.counts.set(name, this.of(name) + 1);
  }

  remove(name: string): void {
    this.total--;
    const left = this.of(name) - 1;
    if (left > 0) this.counts.set(name, left);
    else this.counts.delete(name);
  }
}

/** Words of an IPv6 address that are given to a customer as a whole (RFC 6177): the rest are addresses for nothing. */
const IPV6_OWNER_WORDS = 4;

/** What counts as one address: an IPv4 address, and of IPv6 a /64, unless it is of this machine or a private range. */
function ownerOf(host: string): string {
  const words = isAtHome(host) ? undefined : parseIpv6(host);
  return words === undefined ? host : `${words.slice(0, IPV6_OWNER_WORDS).join(':')}/64`;
}

/** Of this machine or a private range; what has no address we can read is nobody's home. */
function isAtHome(host: string): boolean {
  return networkGroupOf(host) === undefined;
}
