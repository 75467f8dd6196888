import type { Endpoint } from '../peer-network/endpoint.ts';
import type { NodeSigner, Transport } from '../peer-network/transport.port.ts';
import type { Clock } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import type { Log } from '../primitives/log.port.ts';
import type { Random } from '../primitives/random.port.ts';
import type { RegistryStore } from './registry-store.port.ts';

/** What a tracker runs on. */
export interface TrackerPorts {
  readonly transport: Transport;
  readonly signer: NodeSigner;
  readonly store: RegistryStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface TrackerOptions {
  readonly genesisHash: Hash;
  /** How many peers the registry holds at most. */
  readonly maxPeers: number;
  /** Milliseconds between two health checks of a peer. */
  readonly healthCheckIntervalMs: number;
  /** Where peers reach this tracker, when its owner knows better than its sockets. */
  readonly advertised?: Endpoint;
}
