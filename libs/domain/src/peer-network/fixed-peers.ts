import type { Clock } from '../primitives/clock.port.ts';
import { isDue } from '../primitives/is-due.ts';
import type { Log } from '../primitives/log.port.ts';
import type { Endpoint } from './endpoint.ts';
import { inBackground } from './in-background.ts';
import type { PeerId } from './peer-id.ts';
import type { Roster } from './roster.ts';

/** First wait after a fixed peer could not be reached; it doubles each time … */
const FIRST_RETRY_MS = 1_000;
/** … up to this: one that comes back is found within half a minute. */
const MAX_RETRY_MS = 30_000;

export interface FixedPeersDependencies {
  readonly fixedPeers: readonly Endpoint[];
  readonly roster: Roster;
  readonly clock: Clock;
  readonly log: Log;
  readonly connect: (endpoint: Endpoint, expected: PeerId | undefined) => Promise<PeerId | undefined>;
}

interface FixedPeer {
  readonly endpoint: Endpoint;
  /** Who was met there last. */
  peerId: PeerId | undefined;
  isDialling: boolean;
  failures: number;
  notBeforeMs: number;
}

/** Peers to stay connected with whatever anybody says, by their addresses alone. */
export class FixedPeers {
  private readonly peers: readonly FixedPeer[];

  constructor(private readonly dependencies: FixedPeersDependencies) {
    this.peers = dependencies.fixedPeers.map((endpoint) => ({
      endpoint,
      peerId: undefined,
      isDialling: false,
      failures: 0,
      notBeforeMs: 0,
    }));
  }

  /** Whether a node was met under one of these addresses. */
  has(peerId: PeerId): boolean {
    return this.peers.some((peer) => peer.peerId === peerId);
  }

  /** Dials those that are not in session and are due. */
  dial(): void {
    const { roster, clock, log } = this.dependencies;
    for (const peer of this.peers) {
      const isHere = peer.peerId !== undefined && roster.get(peer.peerId) !== undefined;
      if (isHere || peer.isDialling || !isDue(peer.notBeforeMs, clock.nowMs(), MAX_RETRY_MS)) continue;
      peer.isDialling = true;
      inBackground(log, 'dialling a fixed peer', () => this.dialOne(peer));
    }
  }

  private async dialOne(peer: FixedPeer): Promise<void> {
    const { connect, clock } = this.dependencies;
    try {
      peer.peerId = await connect(peer.endpoint, undefined);
    } finally {
      peer.isDialling = false;
      peer.failures = peer.peerId === undefined ? peer.failures + 1 : 0;
      const waitMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (peer.failures - 1));
      peer.notBeforeMs = peer.peerId === undefined ? clock.nowMs() + waitMs : 0;
    }
  }
}
