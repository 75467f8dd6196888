import type { Endpoint } from '../peer-network/endpoint.ts';
import type { Transport } from '../peer-network/transport.port.ts';
import type { AdmissionOptions, AdmissionPorts } from './admission.ts';
import type { RegistryStore } from './registry-store.port.ts';

/** What a tracker runs on. */
export interface TrackerPorts extends AdmissionPorts {
  readonly transport: Transport;
  readonly store: RegistryStore;
}

export interface TrackerOptions extends AdmissionOptions {
  /** How many peers the registry holds at most. */
  readonly maxPeers: number;
  /** Milliseconds between two health checks of a peer. */
  readonly healthCheckIntervalMs: number;
  /** Where peers reach this tracker, when its owner knows better than its sockets. */
  readonly advertised?: Endpoint;
}
