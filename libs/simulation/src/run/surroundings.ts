import type { Network } from '#domain/network-params/network';
import type { FullNode } from '#domain/node/full-node';
import type { LogFields } from '#domain/primitives/log.port';
import type { Watch } from '../invariants/watch.ts';
import type { Member } from '../membership/member.ts';
import type { TicketLedger } from '../membership/ticket-ledger.ts';
import type { SimulatedNetwork } from '../network/simulated-network.ts';
import type { SimulatedTransport } from '../network/simulated-transport.ts';
import type { SeededStream } from '../random/seeded-stream.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import type { Injections } from './injections.ts';
import type { Statistics } from './statistics.ts';
import type { Trace } from './trace.ts';

/** A network into which nobody gets without an invitation. */
export interface Permissioned {
  readonly ticketLifeSeconds: number;
  /** How many peers are invited from the start. */
  readonly invited: number;
}

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
  /** Undefined: the network is open. */
  readonly permissioned: Permissioned | undefined;
  readonly tickets: TicketLedger;
  /** A peer has opened its stores, and says nothing yet. */
  opened(peer: Member, node: FullNode): void;
  /** A peer warns its owner. */
  warned(peer: Member, message: string, fields: LogFields): void;
  /** Some peer is on another tip than before. */
  tipChanged(): void;
}
