import { networkGroupOf } from '../tracker/network-group.ts';
import type { Peer } from './peer.ts';

/** Kept for having been useful last: an attacker must give blocks or transactions to be one of them. */
const KEPT_USEFUL = 8;
/** Kept for answering fastest: an attacker would have to be near. */
const KEPT_NEAR = 8;
/** Kept for having been here longest: an attacker would have had to come early. */
const KEPT_OLD = 8;

/**
 * The inbound peer that makes room for a newcomer when all places are taken: the youngest of the network group that
 * holds the most places, those aside that have shown they are worth keeping. Undefined when no group holds at least
 * two places more than the newcomer's: whoever has many addresses in one network cannot push others out. Peers in
 * loopback and private ranges belong to no group and are never pushed out by this.
 */
export function peerToEvict(inbound: readonly Peer[], newcomerHost: string): Peer | undefined {
  const kept = new Set<Peer>([
    ...first(inbound, KEPT_USEFUL, (peer) => (peer.lastUsefulMs === 0 ? undefined : -peer.lastUsefulMs)),
    ...first(inbound, KEPT_NEAR, (peer) => peer.latencyMs),
    ...first(inbound, KEPT_OLD, (peer) => peer.connectedAtMs),
  ]);
  const groups = new Map<string, Peer[]>();
  for (const peer of inbound) {
    const group = networkGroupOf(peer.session.remote.host);
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), peer]);
  }
  const own = groups.get(networkGroupOf(newcomerHost) ?? '')?.length ?? 0;
  const crowded = [...groups.values()]
    .filter((members) => members.length >= own + 2 && members.some((peer) => !kept.has(peer)))
    .sort((left, right) => right.length - left.length)[0];
  return crowded?.filter((peer) => !kept.has(peer)).sort((left, right) => right.connectedAtMs - left.connectedAtMs)[0];
}

/** The peers with the lowest rank; those without one are left out. */
function first(peers: readonly Peer[], count: number, rankOf: (peer: Peer) => number | undefined): Peer[] {
  const ranked = peers.flatMap((peer) => {
    const rank = rankOf(peer);
    return rank === undefined ? [] : [{ peer, rank }];
  });
  return ranked
    .sort((left, right) => left.rank - right.rank)
    .slice(0, count)
    .map(({ peer }) => peer);
}
