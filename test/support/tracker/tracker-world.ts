import { MemoryHub } from '#adapters/memory/memory-hub';
import type { MemoryTransport } from '#adapters/memory/memory-transport';
import type { Endpoint } from '#domain/peer-network/endpoint';
import { ManualClock } from '../manual-clock.ts';
import { inTime, passTime } from '../pass-time.ts';
import { BarePeer } from './bare-peer.ts';
import { startTestTracker, type TestTracker, type TestTrackerOptions } from './test-tracker.ts';

/** The middle of 2027, when every world begins. */
export const BEGINNING_MS = 1_813_000_000_000;
/** Long enough to join, be dialled back and be listed. */
const SETTLE_MS = 200;

/** A tracker and bare peers on a network in memory, with a clock that a test moves. */
export class TrackerWorld {
  readonly clock = new ManualClock(BEGINNING_MS);
  readonly hub = new MemoryHub<MemoryTransport>();
  private running: TestTracker | undefined;

  static async open(options: Omit<TestTrackerOptions, 'clock'> = {}): Promise<TrackerWorld> {
    const world = new TrackerWorld();
    await world.startTracker(options);
    return world;
  }

  get place(): TestTracker {
    if (this.running === undefined) throw new Error('no tracker runs');
    return this.running;
  }

  async startTracker(options: Omit<TestTrackerOptions, 'clock'> = {}): Promise<void> {
    this.running = await startTestTracker(this.hub, { ...options, clock: this.clock });
  }

  /** Stops the tracker in order, or as a killed process ends, and starts another on the same store. */
  async restartTracker(how: 'stopped' | 'killed', options: Omit<TestTrackerOptions, 'clock'> = {}): Promise<void> {
    const { tracker, transport, store, admissionStore } = this.place;
    if (how === 'stopped') await this.inTime(tracker.stop());
    else transport.kill();
    await this.startTracker({ ...options, store, admissionStore });
  }

  /** A peer that listens and has said nothing yet. */
  peer(seed: number, endpoint?: Endpoint): Promise<BarePeer> {
    return BarePeer.start(this.hub, seed, this.clock, endpoint);
  }

  /** A peer in session with the tracker. */
  async dialledIn(seed: number, endpoint?: Endpoint): Promise<BarePeer> {
    const peer = await this.peer(seed, endpoint);
    await this.inTime(peer.dial());
    return peer;
  }

  /** A peer that has joined and told its address, and whatever followed from it. */
  async joined(seed: number, endpoint?: Endpoint): Promise<BarePeer> {
    const peer = await this.peer(seed, endpoint);
    await this.inTime(peer.join());
    await this.pass(SETTLE_MS);
    return peer;
  }

  pass(ms: number): Promise<void> {
    return passTime(this.clock, ms);
  }

  inTime<Value>(promise: Promise<Value>): Promise<Value> {
    return inTime(this.clock, promise);
  }

  /** Hosts on the lists. */
  listed(): string[] {
    return this.place.tracker.registry.listed().map(({ listing }) => listing.record.endpoint.host);
  }

  /** Hosts that a peer is told of; the code when it is refused. */
  async toldTo(peer: BarePeer): Promise<string[] | string> {
    const answer = await this.inTime(peer.list());
    if (answer.ok) return answer.value.records.map(({ endpoint }) => endpoint.host);
    return answer.refusal.code === 'request-refused' ? answer.refusal.reason : answer.refusal.code;
  }

  /** Codes that were refused, in order. */
  refusals(): string[] {
    return this.place.happened.flatMap((event) => (event.kind === 'refused' ? [event.code] : []));
  }
}
