import type { Network } from '#domain/network-params/network';
import type { Watch } from '../invariants/watch.ts';
import type { SimulatedNetwork } from '../network/simulated-network.ts';
import type { SimulatedTransport } from '../network/simulated-transport.ts';
import type { SeededStream } from '../random/seeded-stream.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import type { Injections } from './injections.ts';
import type { Statistics } from './statistics.ts';
import type { Trace } from './trace.ts';

/** What a peer or a tracker of a run lives in. */
export interface Surroundings {
  readonly injections: Injections;
  readonly stream: SeededStream;
  readonly time: VirtualTime;
  readonly chain: Network;
  readonly statistics: Statistics;
  readonly trace: Trace;
  readonly watch: Watch;
  readonly network: SimulatedNetwork<SimulatedTransport>;
  /** Some peer is on another tip than before. */
  tipChanged(): void;
}
