import { MemoryAdmissionRecordsStore } from '#adapters/memory/memory-admission-records-store';
import type { Endpoint } from '#domain/peer-network/endpoint';
import { accepted } from '#domain/primitives/result';
import type { RegistryEntry } from '#domain/tracker/registry-entry';
import type { RegistryStore } from '#domain/tracker/registry-store.port';
import { Tracker } from '#domain/tracker/tracker';
import { TrackerHandlers } from '#domain/tracker/tracker-handlers';
import { SimulatedTransport } from '../network/simulated-transport.ts';
import type { Surroundings } from '../run/surroundings.ts';
import { PeerClock } from '../time/peer-clock.ts';
import { simulatedEndpoint, simulatedSigner } from './identity.ts';

const MAX_PEERS = 1_000;
/** As an ordinary tracker's. */
const HEALTH_CHECK_INTERVAL_MS = 15_000;
/** Trackers live on other hosts than peers. */
const FIRST_INDEX = 0x20000;

/** Where the tracker of a number listens. */
export function trackerEndpoint(index: number): Endpoint {
  return simulatedEndpoint(FIRST_INDEX + index);
}

/** A tracker's machine and registry, through all its processes. */
export class SimulatedTracker {
  readonly name: string;
  readonly endpoint: Endpoint;
  private kept: readonly RegistryEntry[] = [];
  private readonly admissionStore = new MemoryAdmissionRecordsStore();
  private running: { readonly clock: PeerClock; readonly transport: SimulatedTransport } | undefined;
  private lives = 0;

  constructor(
    readonly index: number,
    private readonly world: Surroundings,
  ) {
    this.name = `tracker ${index}`;
    this.endpoint = trackerEndpoint(index);
  }

  start(): void {
    if (this.running !== undefined) return;
    const { world } = this;
    const clock = new PeerClock(world.time, () => 0);
    const transport = new SimulatedTransport(world.network, this.endpoint, simulatedSigner(this.name), clock);
    this.running = { clock, transport };
    this.note('starts');
    this.run(clock, transport).catch((error: unknown) => this.fail('it could not start', error));
  }

  /** It ends without a word. */
  kill(): void {
    if (this.running === undefined) return;
    this.note('dies');
    this.running.clock.kill();
    this.running.transport.kill();
    this.running = undefined;
  }

  private async run(clock: PeerClock, transport: SimulatedTransport): Promise<void> {
    const { world } = this;
    const store: RegistryStore = {
      load: async () => accepted(this.kept),
      save: async (entries) => {
        this.kept = [...entries];
        return accepted(undefined);
      },
    };
    const random = world.stream.split(this.name).split(this.lives++);
    const log = {
      debug() {},
      info() {},
      warn() {},
      error: (message: string, fields: object = {}) => this.fail(message, JSON.stringify(fields)),
    };
    const tracker = await Tracker.open(
      { transport, signer: simulatedSigner(this.name), store, admissionStore: this.admissionStore, clock, random, log },
      {
        genesisHash: world.chain.genesisHash,
        maxPeers: MAX_PEERS,
        healthCheckIntervalMs: HEALTH_CHECK_INTERVAL_MS,
      },
    );
    if (!tracker.ok) this.fail('its registry was refused', tracker.refusal.code);
    else await tracker.value.start(new TrackerHandlers(tracker.value));
  }

  private fail(what: string, error: unknown): void {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.world.watch.report('no-peer-fails', this.name, `${what}: ${detail}`);
  }

  private note(what: string): void {
    this.world.trace.note(this.world.time.nowMs, this.name, what);
  }
}
