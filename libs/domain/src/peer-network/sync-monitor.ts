import type { Chain } from '../chain/chain.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import { EventChannel } from '../primitives/event-channel.ts';
import type { Peer } from './peer.ts';
import type { Roster } from './roster.ts';
import type { SyncPhase, SyncProgress } from './sync-progress.ts';

/** Blocks behind at which a node counts as synchronising, for people and for readiness. */
export const SYNCING_BEHIND_BLOCKS = 2;

/**
 * What catching up shows of itself, from the first page of headers to the last block. It is worked out when something
 * came; to read it costs nothing, and the same object means that nothing has changed.
 */
export class SyncMonitor {
  /** Told of every change of {@link current}. */
  readonly changed = new EventChannel<SyncProgress | undefined>();
  private shown: SyncProgress | undefined;
  private isRunning = false;
  /** Whose headers are told of: of several that are asked at a time the first that gave any, until it ends. */
  private leader: Peer | undefined;
  private followed: { readonly entry: HeaderEntry; readonly peer: Peer } | undefined;

  constructor(
    private readonly chain: Chain,
    private readonly roster: Roster,
  ) {}

  /** Undefined unless the chain that is followed ends well ahead of ours. */
  get current(): SyncProgress | undefined {
    return this.shown;
  }

  /** A look for chains to follow begins. */
  began(): void {
    this.isRunning = true;
  }

  /** A page of a peer's headers was judged or stored; the last of them has this height. */
  headersCame(peer: Peer, phase: Exclude<SyncPhase, 'fetching-blocks'>, headerHeight: number): void {
    // Of a peer that was overtaken, headers may go on coming for a while.
    if (!this.isRunning || this.followed !== undefined) return;
    this.leader ??= peer;
    if (this.leader === peer) this.show(phase, headerHeight, peer);
  }

  /** No more of a peer's headers come for now. */
  headersEnded(peer: Peer): void {
    if (this.leader === peer) this.leader = undefined;
  }

  /** Blocks are fetched up to this header of a peer's chain. */
  following(entry: HeaderEntry, peer: Peer): void {
    this.followed = { entry, peer };
    this.blocksCame();
  }

  /** Blocks of the chain that is followed were connected. */
  blocksCame(): void {
    if (this.followed === undefined) return;
    this.show('fetching-blocks', this.followed.entry.height, this.followed.peer);
  }

  /** The blocks up to that header are here, or nobody gives them; more headers may follow. */
  followingEnded(): void {
    this.followed = undefined;
  }

  /** Nothing is followed any more. */
  ended(): void {
    this.isRunning = false;
    this.leader = undefined;
    this.followed = undefined;
    this.set(undefined);
  }

  private show(phase: SyncPhase, headerHeight: number, { status }: Peer): void {
    const { height, totalWork } = this.chain.tip;
    const targetHeight = Math.max(headerHeight, status.height);
    if (targetHeight - height <= SYNCING_BEHIND_BLOCKS) {
      this.set(undefined);
      return;
    }
    const sources = this.roster.all().filter((peer) => peer.status.totalWork > totalWork).length;
    this.set({ phase, height, headerHeight, targetHeight, sources });
  }

  private set(progress: SyncProgress | undefined): void {
    if (progress === undefined && this.shown === undefined) return;
    this.shown = progress;
    this.changed.publish(progress);
  }
}
