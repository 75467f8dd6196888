import { MemoryAdmissionRecordsStore } from '#adapters/memory/memory-admission-records-store';
import type { MemoryHub } from '#adapters/memory/memory-hub';
import { MemoryRegistryStore } from '#adapters/memory/memory-registry-store';
import { MemoryTransport } from '#adapters/memory/memory-transport';
import type { Endpoint } from '#domain/peer-network/endpoint';
import type { Clock } from '#domain/primitives/clock.port';
import { type Log, SILENT_LOG } from '#domain/primitives/log.port';
import type { AdmissionMode } from '#domain/tracker/admission';
import type { AdmissionRecordsStore } from '#domain/tracker/admission-records-store.port';
import type { RegistryStore } from '#domain/tracker/registry-store.port';
import { Tracker } from '#domain/tracker/tracker';
import type { TrackerEvent } from '#domain/tracker/tracker-event';
import { TrackerHandlers } from '#domain/tracker/tracker-handlers';
import { testSigner } from '../memory-node.ts';
import { testNetwork } from '../network.ts';
import { SeededRandom } from '../seeded-random.ts';

export const TRACKER_ENDPOINT: Endpoint = { host: '10.9.9.9', port: 9999 };
/** Far from the numbers of test nodes. */
export const TRACKER_SEED = 9_999;

export interface TestTrackerOptions {
  readonly clock: Clock;
  readonly store?: RegistryStore;
  readonly maxPeers?: number;
  readonly healthCheckIntervalMs?: number;
  readonly log?: Log;
  readonly admissionStore?: AdmissionRecordsStore;
  readonly admission?: AdmissionMode;
  readonly ticketLifeSeconds?: number;
}

/** A tracker on a network in memory, and everything that happened at it. */
export interface TestTracker {
  readonly tracker: Tracker;
  readonly transport: MemoryTransport;
  readonly store: RegistryStore;
  readonly admissionStore: AdmissionRecordsStore;
  readonly happened: TrackerEvent[];
}

export async function startTestTracker(
  hub: MemoryHub<MemoryTransport>,
  options: TestTrackerOptions,
): Promise<TestTracker> {
  const { clock, store = new MemoryRegistryStore(), maxPeers = 1_000, log = SILENT_LOG } = options;
  const { admissionStore = new MemoryAdmissionRecordsStore(), admission, ticketLifeSeconds } = options;
  const signer = testSigner(TRACKER_SEED);
  const transport = new MemoryTransport(hub, TRACKER_ENDPOINT, signer, clock);
  const opened = await Tracker.open(
    { transport, signer, store, admissionStore, clock, log, random: new SeededRandom(1) },
    {
      genesisHash: testNetwork().genesisHash,
      maxPeers,
      healthCheckIntervalMs: options.healthCheckIntervalMs ?? 15_000,
      ...(admission === undefined ? {} : { admission }),
      ...(ticketLifeSeconds === undefined ? {} : { ticketLifeSeconds }),
    },
  );
  if (!opened.ok) throw new Error(opened.refusal.code);
  const tracker = opened.value;
  const happened: TrackerEvent[] = [];
  tracker.events.subscribe((event) => happened.push(event));
  await tracker.start(new TrackerHandlers(tracker));
  return { tracker, transport, store, admissionStore, happened };
}
