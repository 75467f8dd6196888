import type { Network } from '#domain/network-params/network';
import type { FullNode } from '#domain/node/full-node';
import type { LogFields } from '#domain/primitives/log.port';
import { MembersOnly } from '../invariants/members-only.ts';
import { Watch } from '../invariants/watch.ts';
import { firstJoinToken } from '../membership/invitations.ts';
import type { Member } from '../membership/member.ts';
import { Operator } from '../membership/operator.ts';
import { TicketLedger } from '../membership/ticket-ledger.ts';
import { SimulatedNetwork } from '../network/simulated-network.ts';
import type { SimulatedTransport } from '../network/simulated-transport.ts';
import { simulatedEndpoint } from '../peers/identity.ts';
import { NETWORK_HASH_RATE, START_MS, simulatedChain } from '../peers/simulated-chain.ts';
import { SimulatedPeer } from '../peers/simulated-peer.ts';
import { SimulatedTracker, trackerEndpoint, trackerSigner } from '../peers/simulated-tracker.ts';
import { SeededStream } from '../random/seeded-stream.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { VirtualTime } from '../time/virtual-time.ts';
import type { Injections } from './injections.ts';
import { noStatistics, type Statistics } from './statistics.ts';
import type { Permissioned, Surroundings } from './surroundings.ts';
import { Trace } from './trace.ts';

export interface WorldOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly injections: Injections;
  readonly onLine: ((line: string) => void) | undefined;
}

/** Everything there is in a run: time, lines, peers, trackers, and who watches them. */
export class World implements Surroundings {
  readonly scenario: Scenario;
  readonly injections: Injections;
  readonly stream: SeededStream;
  readonly time = new VirtualTime(START_MS);
  readonly chain: Network = simulatedChain();
  readonly statistics: Statistics = noStatistics();
  readonly trace: Trace;
  readonly watch: Watch;
  readonly network: SimulatedNetwork<SimulatedTransport>;
  readonly peers: SimulatedPeer[];
  readonly trackers: SimulatedTracker[];
  readonly permissioned: Permissioned | undefined;
  readonly tickets = new TicketLedger();
  readonly operator = new Operator(this);
  readonly membersOnly = new MembersOnly(this, this.operator);
  /** Hears that some peer is on another tip than before. */
  onTipChanged: () => void = () => undefined;

  constructor({ scenario, seed, injections, onLine }: WorldOptions) {
    this.scenario = scenario;
    this.injections = injections;
    const { ticketLifeSeconds, peers } = scenario;
    if (ticketLifeSeconds !== undefined) this.permissioned = { ticketLifeSeconds, invited: peers };
    this.stream = new SeededStream(`cheesechain simulation ${seed}`);
    this.trace = new Trace(START_MS, onLine);
    const { time, chain, trace, statistics } = this;
    this.watch = new Watch({ time, startMs: START_MS, chain, trace, statistics });
    this.network = new SimulatedNetwork(
      time,
      this.stream.split('lines'),
      scenario.lines,
      trace,
      (place, what, error) => {
        const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
        if (this.peers.some(({ endpoint, disk }) => endpoint.host === place.host && disk.isFull)) return;
        this.watch.report('no-peer-fails', place.host, `its answer to ${what} failed: ${detail}`);
      },
    );
    this.trackers = Array.from({ length: scenario.trackers }, (_, index) => new SimulatedTracker(index, this));
    this.peers = Array.from({ length: scenario.peers }, (_, index) => this.newPeer(index));
  }

  /** Virtual seconds since the run began. */
  get elapsedSeconds(): number {
    return (this.time.nowMs - START_MS) / 1000;
  }

  /** Runs something so many seconds after the beginning. */
  at(seconds: number, run: () => void): void {
    this.time.after(START_MS + seconds * 1000 - this.time.nowMs, run);
  }

  /** A peer that runs, chosen by the stream; undefined when none does. */
  somePeer(stream: SeededStream): SimulatedPeer | undefined {
    const running = this.peers.filter(({ node }) => node !== undefined);
    return running.length === 0 ? undefined : stream.pick(running);
  }

  opened(peer: Member, node: FullNode): void {
    this.injections.tamper(node);
    if (this.permissioned !== undefined) this.membersOnly.watch(peer, node);
  }

  warned(peer: Member, message: string, { peer: about, code }: LogFields): void {
    this.watch.warned(peer, message, about);
    if (message === 'the tracker does not admit this node') this.operator.heardOfRefusal(peer, String(code));
  }

  tipChanged(): void {
    this.onTipChanged();
  }

  private newPeer(index: number): SimulatedPeer {
    const { miners, trackers, outbound, ownAddress } = this.scenario;
    return new SimulatedPeer(
      {
        index,
        hashRate: index < miners ? NETWORK_HASH_RATE / miners : 0,
        trackers: Array.from({ length: trackers }, (_, each) => trackerEndpoint(each)),
        fixedPeers: [],
        maxOutbound: outbound,
        advertised: ownAddress === 'seen' ? undefined : simulatedEndpoint(index),
        membership: this.permissioned && {
          trustedTrackers: Array.from({ length: trackers }, (_, each) => trackerSigner(each).identityKey),
          joinToken: firstJoinToken(index),
        },
      },
      this,
    );
  }
}
