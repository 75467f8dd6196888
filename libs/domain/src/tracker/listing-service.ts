import { checkAddressRecord } from '../peer-network/address-record.ts';
import { type Endpoint, formatEndpoint } from '../peer-network/endpoint.ts';
import { MAX_SILENT_HEALTH_CHECKS } from '../peer-network/limits.ts';
import type { AddressRecord } from '../peer-network/messages.ts';
import { type PeerId, peerIdOf } from '../peer-network/peer-id.ts';
import type { DialRefusal, Transport } from '../peer-network/transport.port.ts';
import { type Clock, nowSeconds } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import type { Log } from '../primitives/log.port.ts';
import { accepted, type Refusal, type Result, refused } from '../primitives/result.ts';
import { DialBacks } from './dial-backs.ts';
import type { Listing, RegisteredPeer } from './registered-peer.ts';
import type { Registry } from './registry.ts';
import type { RegistryEntry } from './registry-entry.ts';

/** A remembered peer has this long to join again: four times the longest pause of a peer that looks for its tracker. */
export const REMEMBERED_LIFE_MS = 120_000;

export interface ListingDependencies {
  readonly registry: Registry;
  readonly transport: Transport;
  readonly genesisHash: Hash;
  readonly clock: Clock;
  readonly log: Log;
}

/** Decides who gets on the lists: whoever signed where it listens and has been met there. */
export class ListingService {
  private readonly dialBacks: DialBacks;

  constructor(private readonly dependencies: ListingDependencies) {
    const { transport, clock, log } = dependencies;
    const outcome = (peerId: PeerId, endpoint: Endpoint, met: Result<string, DialRefusal>) =>
      this.dialled(peerId, endpoint, met);
    this.dialBacks = new DialBacks({ transport, clock, log, outcome });
  }

  /** Peers whose address is still to be tried, or tried again. */
  get waiting(): number {
    return this.dialBacks.waiting;
  }

  /** A joined peer tells its address. An older record than the known one, or the same, changes nothing. */
  offer(peer: RegisteredPeer, record: AddressRecord): Result<undefined, Refusal> {
    const { registry, genesisHash, clock } = this.dependencies;
    const owner = peerIdOf(record.identityKey);
    if (owner !== peer.peerId) return refused({ code: 'address-record-foreign', owner });
    const known = peer.offered ?? peer.listing?.record;
    if (known !== undefined && known.sequence >= record.sequence) return accepted(undefined);
    const refusal = checkAddressRecord(record, genesisHash, nowSeconds(clock));
    if (refusal !== undefined) return refused(refusal);
    const { listing } = peer;
    if (listing !== undefined && formatEndpoint(listing.record.endpoint) === formatEndpoint(record.endpoint)) {
      registry.list(peer, { ...listing, record });
      return accepted(undefined);
    }
    peer.offered = record;
    this.dialBacks.want(peer.peerId, record.endpoint);
    return accepted(undefined);
  }

  /** Takes up a peer from before a restart; it is listed once it has been met again. */
  remember(entry: RegistryEntry): void {
    const { registry, genesisHash, clock, log } = this.dependencies;
    const { record, agent, height, lastSeenMs } = entry;
    const peerId = peerIdOf(record.identityKey);
    const refusal = checkAddressRecord(record, genesisHash, nowSeconds(clock));
    if (refusal !== undefined) log.debug('a remembered peer is left out', { peer: peerId, code: refusal.code });
    if (refusal !== undefined || registry.isFull || registry.get(peerId) !== undefined) return;
    const unmet = { session: undefined, latencyMs: undefined, silentHealthChecks: 0, listing: undefined };
    registry.add({ ...unmet, peerId, agent, height, lastSeenMs, offered: record });
  }

  /** Asks a remembered peer, by dialling it, whether it is still there. */
  lookFor(peer: RegisteredPeer): void {
    const record = peer.offered ?? peer.listing?.record;
    if (record !== undefined) this.dialBacks.want(peer.peerId, record.endpoint);
  }

  /** A peer is gone: nobody dials it any more. */
  forget(peerId: PeerId): void {
    this.dialBacks.forget(peerId);
  }

  stop(): void {
    this.dialBacks.stop();
  }

  private dialled(peerId: PeerId, endpoint: Endpoint, met: Result<string, DialRefusal>): void {
    const { registry, log } = this.dependencies;
    registry.events.publish({ kind: 'dialled-back', peerId, code: met.ok ? 'met' : met.refusal.code });
    const peer = registry.get(peerId);
    const record = peer?.offered ?? peer?.listing?.record;
    if (peer === undefined || record === undefined) return;
    if (met.ok) {
      this.met(peer, { record, reachedHost: met.value });
      return;
    }
    const { code, detail } = met.refusal;
    log.info('a peer is not met where it says', { peer: peerId, endpoint: formatEndpoint(endpoint), code, detail });
    peer.offered = record;
    registry.delist(peer, 'dial-back-failed');
    if (peer.session !== undefined) return;
    peer.silentHealthChecks++;
    if (peer.silentHealthChecks < MAX_SILENT_HEALTH_CHECKS) return;
    registry.remove(peer, 'dial-back-failed');
    this.dialBacks.forget(peerId);
  }

  /** Lists a peer. One that is new there is told of the others at once: it need not wait until it asks again. */
  private met(peer: RegisteredPeer, listing: Listing): void {
    const { registry, clock } = this.dependencies;
    const isNew = peer.listing === undefined;
    registry.list(peer, listing);
    if (peer.session === undefined) {
      // For a remembered peer the dial is its health check.
      peer.silentHealthChecks = 0;
      peer.lastSeenMs = clock.nowMs();
      return;
    }
    const records = registry.answerFor(peer.peerId);
    if (isNew && records.length > 0) peer.session.send('ADDRESSES', { records });
  }
}
