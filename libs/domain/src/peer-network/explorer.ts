import type { Clock, Timer } from '../primitives/clock.port.ts';
import type { AddressBook } from './address-book.ts';
import type { Endpoint } from './endpoint.ts';
import type { AddressRecord } from './messages.ts';
import type { Peer } from './peer.ts';
import type { PeerId } from './peer-id.ts';
import type { Roster } from './roster.ts';
import type { Transport } from './transport.port.ts';

/** A peer that was met anew has this long to show that it brings what others don't. */
const TRIAL_MS = 30_000;

export interface ExplorerDependencies {
  readonly book: AddressBook;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly transport: Pick<Transport, 'dial'>;
  /** Sessions that this node keeps of those it dialled. */
  readonly maxOutbound: number;
  readonly connect: (endpoint: Endpoint, expected: PeerId | undefined) => Promise<PeerId | undefined>;
  /** Whether a node is in session, banned or being dialled. */
  readonly isTaken: (id: PeerId) => boolean;
  /** Whether this node is to stay connected with a peer in any case. */
  readonly isFixed: (id: PeerId) => boolean;
  /** Dials for the address book, which hears whether the node was met. */
  readonly dialOne: (record: AddressRecord, meet: (id: PeerId) => Promise<boolean>) => void;
}

/**
 * Looks beyond the peers of a node that needs none. Two halves of a network that was cut for long have all the sessions
 * they want, each within itself, and would never meet again if nobody asked elsewhere now and then.
 */
export class Explorer {
  private timer: Timer | undefined;

  constructor(private readonly dependencies: ExplorerDependencies) {}

  /** Has no effect while places are free: then whoever can be met is dialled anyway. */
  explore(): void {
    const { maxOutbound } = this.dependencies;
    if (maxOutbound === 0 || this.chosen().length < maxOutbound) return;
    this.feel();
    this.meetStranger();
  }

  stop(): void {
    this.timer?.cancel();
  }

  /** Sees whether somebody heard of is there: the handshake proves it, nothing more is said. */
  private feel(): void {
    const { book, transport, isTaken, dialOne } = this.dependencies;
    const record = book.unmet(isTaken);
    if (record === undefined) return;
    dialOne(record, async (id) => {
      const dialled = await transport.dial(record.endpoint, id);
      if (dialled.ok) dialled.value.disconnect('feeler-done');
      return dialled.ok;
    });
  }

  /** Takes somebody who was met before as one peer more, on trial. */
  private meetStranger(): void {
    const { book, isTaken, dialOne, connect, clock } = this.dependencies;
    const record = book.stranger(isTaken);
    if (record === undefined || this.timer !== undefined) return;
    dialOne(record, async (id) => (await connect(record.endpoint, id)) !== undefined);
    this.timer = clock.setTimer(TRIAL_MS, () => {
      this.timer = undefined;
      this.endTrial();
    });
  }

  /** Of the peers that this node dialled by its own choice the one that was of no use for longest goes; of equals the newest. */
  private endTrial(): void {
    const chosen = this.chosen();
    if (chosen.length === 0 || chosen.length <= this.dependencies.maxOutbound) return;
    const isLess = (one: Peer, other: Peer) =>
      one.lastUsefulMs === other.lastUsefulMs
        ? one.connectedAtMs > other.connectedAtMs
        : one.lastUsefulMs < other.lastUsefulMs;
    const least = chosen.reduce((worst, each) => (isLess(each, worst) ? each : worst));
    least.session.disconnect('peer-exchanged');
  }

  /** Those that this node dialled by its own choice. */
  private chosen(): Peer[] {
    const { roster, isFixed } = this.dependencies;
    return roster.all().filter(({ session }) => session.direction === 'outbound' && !isFixed(session.peerId));
  }
}
