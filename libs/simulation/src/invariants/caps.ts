import { HEADER_WINDOW } from '#domain/chain/header-tree';
import { MAX_KNOWN_ADDRESSES } from '#domain/peer-network/address-book';
import { MAX_KNOWN_IDS } from '#domain/peer-network/limits';
import { EXTRA_OUTBOUND } from '#domain/peer-network/roster';
import { MAX_KNOWN_TRACKERS } from '#domain/peer-network/tracker-book';
import type { SimulatedPeer } from '../peers/simulated-peer.ts';
import type { World } from '../run/world.ts';

/** Virtual time between two looks. */
const INTERVAL_SECONDS = 10;
/** Sessions from outside that a transport holds at most. */
const MAX_INBOUND_SESSIONS = 128;
/** Side branches come on top of the window: each header of one costs real work. */
const MAX_HEADERS = 4 * HEADER_WINDOW;
/** Events that wait for each peer: every request and timer is one. */
const MAX_EVENTS_PER_PEER = 20_000;

/** Looks from time to time whether everything that grows stays within its cap. */
export class Caps {
  constructor(private readonly world: World) {}

  start(): void {
    this.world.time.after(INTERVAL_SECONDS * 1000, () => {
      for (const peer of this.world.peers) this.look(peer);
      this.lookAtTime();
      this.start();
    });
  }

  private look(peer: SimulatedPeer): void {
    const { node } = peer;
    if (node === undefined) return;
    const { view, parameters } = node.mempool;
    const { roster, book, discovery } = node.peers;
    const outbound = this.world.scenario.outbound + EXTRA_OUTBOUND;
    const sizes: readonly (readonly [what: string, size: number, cap: number])[] = [
      ['sessions', peer.sessions, MAX_INBOUND_SESSIONS + outbound + this.world.scenario.trackers],
      ['peers', roster.size, 64 + outbound],
      ['known addresses', book.size, MAX_KNOWN_ADDRESSES],
      ['known trackers', discovery.trackers.size, MAX_KNOWN_TRACKERS],
      ['open transactions', view.size, parameters.maximumTransactions],
      ['bytes of open transactions', view.bytes, parameters.maximumBytes],
      ['transactions behind gaps', view.behindGap, parameters.maximumBehindGap],
      ['headers in memory', node.chain.headersInMemory, MAX_HEADERS],
      ...roster.all().map(({ known }) => ['ids known to a session', known.size, MAX_KNOWN_IDS] as const),
    ];
    for (const [what, size, cap] of sizes) {
      if (size > cap) this.world.watch.report('structures-within-caps', peer.name, `${size} ${what}, at most ${cap}`);
    }
  }

  private lookAtTime(): void {
    const { time, watch, peers } = this.world;
    const cap = peers.length * MAX_EVENTS_PER_PEER;
    if (time.waiting > cap) watch.report('structures-within-caps', 'network', `${time.waiting} events, at most ${cap}`);
  }
}
