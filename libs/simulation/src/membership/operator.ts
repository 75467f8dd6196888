import type { PeerId } from '#domain/peer-network/peer-id';
import type { SimulatedTracker } from '../peers/simulated-tracker.ts';
import type { Member } from './member.ts';
import type { Society } from './society.ts';

/** An operator who looks at what the trackers and peers say as often as this is a quick one. */
const LOOK_INTERVAL_MS = 10_000;

/**
 * Who runs the trackers of a permissioned network. Revokes at each of them, as soon as it runs; gives a new invitation
 * to a member whose ticket ran out while no tracker could renew it, and to somebody revoked who comes as another.
 */
export class Operator {
  private readonly revoked = new Set<PeerId>();
  /** At which tracker who has been revoked. */
  private readonly done = new Set<string>();
  /** Trackers have refused them, for their invitation. */
  private readonly refused = new Set<Member>();
  /** Those revoked whose owners want to come back. */
  private readonly returning = new Set<Member>();

  constructor(private readonly society: Society) {}

  start(): void {
    this.society.time.after(LOOK_INTERVAL_MS, () => {
      this.look();
      this.start();
    });
  }

  /** Whether an identity is to be out of the network for good. */
  isRevoked(peerId: PeerId): boolean {
    return this.revoked.has(peerId);
  }

  /** All identities that are to be out. */
  outcasts(): PeerId[] {
    return [...this.revoked];
  }

  revoke(peer: Member): void {
    if (this.revoked.has(peer.peerId)) return;
    this.revoked.add(peer.peerId);
    this.society.statistics.revocations++;
    this.revokeEverywhere();
  }

  /** Its owner makes a new identity, and asks for an invitation. */
  takeBack(peer: Member): void {
    if (!this.revoked.has(peer.peerId)) return;
    this.returning.add(peer);
    this.look();
  }

  /** A tracker did not admit a peer. */
  heardOfRefusal(peer: Member, code: string): void {
    if (code.startsWith('join-token')) this.refused.add(peer);
  }

  private look(): void {
    this.revokeEverywhere();
    for (const peer of this.returning) this.inviteSoon(peer, (token) => this.returns(peer, token));
    for (const peer of this.refused) {
      if (this.revoked.has(peer.peerId) || !this.isWithoutTicket(peer)) continue;
      this.inviteSoon(peer, (token) => {
        if (this.refused.delete(peer)) peer.invited(token);
      });
    }
  }

  private returns(peer: Member, token: string): void {
    if (this.returning.delete(peer)) peer.comeAsAnother(token);
  }

  private isWithoutTicket({ node }: Member): boolean {
    const ticket = node?.peers.membership.state().ticket;
    return node !== undefined && (ticket === undefined || ticket.expiresAt * 1000 <= this.society.time.nowMs);
  }

  private revokeEverywhere(): void {
    for (const tracker of this.society.trackers) {
      for (const peerId of this.revoked) this.revokeAt(tracker, peerId);
    }
  }

  private revokeAt(tracker: SimulatedTracker, peerId: PeerId): void {
    const what = `${tracker.index} ${peerId}`;
    if (tracker.node === undefined || this.done.has(what)) return;
    this.done.add(what);
    this.order(`${tracker.name} revokes`, async () => {
      const revoked = await tracker.node?.revoke({ peerId });
      // It may still join there with its invitation: asked again until then.
      if (revoked?.ok !== true) this.done.delete(what);
    });
  }

  private inviteSoon(peer: Member, give: (token: string) => void): void {
    const tracker = this.society.trackers.find(({ node }) => node !== undefined);
    if (tracker === undefined) return;
    this.order(`${tracker.name} invites ${peer.name}`, async () => {
      const invited = await tracker.node?.admission.invite();
      if (invited?.ok === true) give(invited.value.token);
    });
  }

  private order(what: string, work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      this.society.watch.report('no-peer-fails', 'operator', `${what}: ${String(error)}`);
    });
  }
}
