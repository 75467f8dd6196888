import { formatEndpoint } from '#domain/peer-network/endpoint';
import { peerIdOf } from '#domain/peer-network/peer-id';
import type { SimulatedPeer } from '../peers/simulated-peer.ts';
import type { World } from '../run/world.ts';

/** Virtual time between two looks. */
const INTERVAL_MS = 10_000;

/**
 * Looks from time to time whether what others know of a peer's address is its own word. Of two records of one sequence
 * the second is heard by nobody: where it says something else, the peer has lost its way to all who have the first.
 */
export class OneAddress {
  constructor(private readonly world: World) {}

  start(): void {
    this.world.time.after(INTERVAL_MS, () => {
      for (const peer of this.world.peers) this.look(peer);
      this.start();
    });
  }

  private look({ node, name, peerId }: SimulatedPeer): void {
    const own = node?.peers.discovery.record();
    if (own === undefined) return;
    for (const other of this.world.peers) {
      const known = other.node?.peers.book.stored().find(({ identityKey }) => peerIdOf(identityKey) === peerId);
      if (known === undefined || known.sequence !== own.sequence) continue;
      const [says, said] = [formatEndpoint(own.endpoint), formatEndpoint(known.endpoint)];
      if (says === said) continue;
      this.world.watch.report(
        'one-address-at-a-time',
        name,
        `it is at ${says}, but told ${other.name} of ${said} last`,
      );
    }
  }
}
