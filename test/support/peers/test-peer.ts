import type { ChainStatus } from '#domain/peer-network/messages';
import type { Peer } from '#domain/peer-network/peer';
import { PeerBudget } from '#domain/peer-network/peer-budget';
import type { Session } from '#domain/peer-network/transport.port';
import { BoundedCache } from '#domain/primitives/bounded-cache';
import type { Clock } from '#domain/primitives/clock.port';
import { ZERO_HASH } from '#domain/primitives/hash';

/** A peer on a session, as it is after its greeting. Without a status its chain is empty. */
export function testPeer<S extends Session>(
  session: S,
  clock: Clock,
  status: ChainStatus = { height: 0, tipHash: ZERO_HASH, totalWork: 0n },
): Peer & { readonly session: S } {
  return {
    session,
    agent: 'test',
    listen: session.remote,
    connectedAtMs: clock.nowMs(),
    status,
    latencyMs: undefined,
    silentHealthChecks: 0,
    lastUsefulMs: 0,
    hearsFromUsFirst: true,
    known: new BoundedCache(1_000),
    budget: new PeerBudget(clock),
  };
}
