import type { Chain } from '../chain/chain.ts';
import { BoundedCache } from '../primitives/bounded-cache.ts';
import type { Clock } from '../primitives/clock.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { statusOf } from './chain-queries.ts';
import { type Endpoint, isPlainHost } from './endpoint.ts';
import { MAX_KNOWN_IDS, REQUEST_TIMEOUT_MS } from './limits.ts';
import type { Membership } from './membership.ts';
import type { ConnectMessage, PeerWelcomeMessage } from './messages.ts';
import type { Peer } from './peer.ts';
import { PeerBudget } from './peer-budget.ts';
import type { PeerId } from './peer-id.ts';
import type { Roster } from './roster.ts';
import type { HandlerRefusal, Session, Transport } from './transport.port.ts';

export interface GreeterDependencies {
  readonly chain: Chain;
  readonly roster: Roster;
  readonly transport: Transport;
  readonly clock: Clock;
  /** Software and version, at most 64 bytes. */
  readonly agent: string;
  /** Where this node says that it listens. */
  readonly listen: () => Endpoint;
  readonly isBanned: (peerId: PeerId) => boolean;
  /** Who is admitted, and the ticket that admits this node. */
  readonly membership: Membership;
  /** A node that this one dialled sees it there. */
  readonly seenAs: (voice: PeerId, endpoint: Endpoint) => void;
  /** A session became a peer's, or took the place of an older one with it. */
  readonly welcomed: (peer: Peer) => void;
  readonly isStopped: () => boolean;
}

/** Says who this node is, and hears who others are: the way from a session to a peer, from either end. */
export class Greeter {
  constructor(private readonly dependencies: GreeterDependencies) {}

  greeting(): ConnectMessage {
    const { agent, chain, listen, membership } = this.dependencies;
    const joinProof = new Uint8Array(0);
    return { agent, listen: listen(), status: statusOf(chain), ticket: membership.ticket, joinProof };
  }

  /** Answers a peer's greeting. Whoever dialled greets. */
  greeted(session: Session, message: ConnectMessage): Result<PeerWelcomeMessage, HandlerRefusal> {
    const { isBanned, isStopped, roster, membership } = this.dependencies;
    if (isStopped()) return refused({ code: 'leaving' });
    if (session.direction === 'outbound') return refused({ code: 'greeting-from-dialled' });
    if (isBanned(session.peerId)) return refused({ code: 'peer-banned' });
    const refusal = roster.admission(session) ?? membership.admit(session, message.ticket);
    if (refusal !== undefined) return refused(refusal);
    this.take(session, message);
    return accepted({ ...this.greeting(), seenAs: { host: session.remote.host, port: message.listen.port } });
  }

  /** Dials an address and greets whoever is there; the peer that is in session now, if one answers there. */
  async connect(endpoint: Endpoint, expected: PeerId | undefined): Promise<PeerId | undefined> {
    const { transport, roster, seenAs, isBanned, membership, isStopped } = this.dependencies;
    const dialled = await transport.dial(endpoint, expected);
    if (!dialled.ok) return undefined;
    const session = dialled.value;
    const { peerId } = session;
    const refuse = (code: string): PeerId | undefined => {
      session.disconnect(code);
      return roster.get(peerId) === undefined ? undefined : peerId;
    };
    if (isBanned(peerId)) return refuse('peer-banned');
    const answer = await session.request('PCONNECT', this.greeting(), REQUEST_TIMEOUT_MS);
    if (!answer.ok) {
      if (answer.refusal.code === 'request-refused') membership.refusedBy(session, answer.refusal.reason);
      return refuse(answer.refusal.code);
    }
    if (answer.value.command !== 'PCONNECTACK') return refuse('not-a-peer');
    const admission = roster.admission(session) ?? membership.admit(session, answer.value.ticket);
    const refusal = isStopped() ? { code: 'leaving' } : admission;
    if (refusal !== undefined) return refuse(refusal.code);
    seenAs(peerId, answer.value.seenAs);
    this.take(session, answer.value);
    return peerId;
  }

  private take(session: Session, { agent, listen, status }: Pick<ConnectMessage, 'agent' | 'listen' | 'status'>): void {
    const { clock, roster, welcomed } = this.dependencies;
    const host = isPlainHost(listen.host) ? listen.host : session.remote.host;
    const peer: Peer = {
      session,
      agent: printable(agent),
      listen: listen.port === 0 ? undefined : { host, port: listen.port },
      connectedAtMs: clock.nowMs(),
      status,
      latencyMs: undefined,
      silentHealthChecks: 0,
      lastUsefulMs: 0,
      hearsFromUsFirst: true,
      known: new BoundedCache(MAX_KNOWN_IDS),
      budget: new PeerBudget(clock),
    };
    roster.add(peer);
    welcomed(peer);
  }
}

/** What others call themselves goes into logs and pages: control characters and the like become dots. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '.').slice(0, 64);
}
