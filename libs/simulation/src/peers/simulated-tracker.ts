import type { Endpoint } from '#domain/peer-network/endpoint';
import type { PeerId } from '#domain/peer-network/peer-id';
import type { NodeSigner } from '#domain/peer-network/transport.port';
import { toHex } from '#domain/primitives/bytes';
import { accepted } from '#domain/primitives/result';
import { type AdmissionRecords, NO_ADMISSION_RECORDS } from '#domain/tracker/admission-records';
import type { RegistryEntry } from '#domain/tracker/registry-entry';
import type { RegistryStore } from '#domain/tracker/registry-store.port';
import { Tracker } from '#domain/tracker/tracker';
import { TrackerHandlers } from '#domain/tracker/tracker-handlers';
import { firstInvitations } from '../membership/invitations.ts';
import { ticketName } from '../membership/ticket-ledger.ts';
import { TrackerRecords } from '../membership/tracker-records.ts';
import { SimulatedTransport } from '../network/simulated-transport.ts';
import type { Surroundings } from '../run/surroundings.ts';
import { PeerClock } from '../time/peer-clock.ts';
import { simulatedEndpoint, simulatedSigner } from './identity.ts';

const MAX_PEERS = 1_000;
/** As an ordinary tracker's. */
const HEALTH_CHECK_INTERVAL_MS = 15_000;
/** Trackers live on other hosts than peers. */
export const FIRST_TRACKER_INDEX = 0x20000;

/** Where the tracker of a number listens. */
export function trackerEndpoint(index: number): Endpoint {
  return simulatedEndpoint(FIRST_TRACKER_INDEX + index);
}

/** The identity of the tracker of a number: its key is what peers of a permissioned network trust. */
export function trackerSigner(index: number): NodeSigner {
  return simulatedSigner(`tracker ${index}`);
}

interface TrackerProcess {
  readonly clock: PeerClock;
  readonly transport: SimulatedTransport;
  tracker: Tracker | undefined;
}

/** A tracker's machine and registry, through all its processes. */
export class SimulatedTracker {
  readonly name: string;
  readonly endpoint: Endpoint;
  private kept: readonly RegistryEntry[] = [];
  private readonly records: TrackerRecords;
  private running: TrackerProcess | undefined;
  private lives = 0;
  /** It is to run, when nobody else is in its place. */
  private isWanted = false;
  private isDisplaced = false;

  constructor(
    readonly index: number,
    private readonly world: Surroundings,
  ) {
    this.name = `tracker ${index}`;
    this.endpoint = trackerEndpoint(index);
    const { permissioned } = world;
    const tokens = permissioned === undefined ? [] : firstInvitations(permissioned.invited);
    this.records = new TrackerRecords({ ...NO_ADMISSION_RECORDS, tokens }, (records) => this.admitted(records));
  }

  /** The tracker, while a process runs. */
  get node(): Tracker | undefined {
    return this.running?.tracker;
  }

  /** Who is in session with it. */
  get joined(): PeerId[] {
    const registered = this.node?.registry.all() ?? [];
    return registered.flatMap(({ session, peerId }) => (session === undefined ? [] : [peerId]));
  }

  /** Names of the tickets that it has revoked, as they are on its disk. */
  get revoked(): string[] {
    const trackerKey = toHex(trackerSigner(this.index).identityKey);
    return this.records.current.revoked.map(({ serial }) => ticketName({ trackerKey, serial }));
  }

  start(): void {
    this.isWanted = true;
    if (this.running !== undefined || this.isDisplaced) return;
    const { world } = this;
    const clock = new PeerClock(world.time, () => 0);
    const transport = new SimulatedTransport(world.network, this.endpoint, trackerSigner(this.index), clock);
    this.running = { clock, transport, tracker: undefined };
    this.note('starts');
    this.run(this.running).catch((error: unknown) => this.fail('it could not start', error));
  }

  /** It ends without a word. */
  kill(): void {
    this.isWanted = false;
    this.end();
  }

  /** Somebody else takes over its address, until the returned function is called; undefined if somebody has already. */
  displace(): (() => void) | undefined {
    if (this.isDisplaced) return undefined;
    this.isDisplaced = true;
    this.end();
    return () => {
      this.isDisplaced = false;
      if (this.isWanted) this.start();
    };
  }

  private end(): void {
    if (this.running === undefined) return;
    this.note('dies');
    this.running.clock.kill();
    this.running.transport.kill();
    this.running = undefined;
  }

  private async run(process: TrackerProcess): Promise<void> {
    const { world } = this;
    const { clock, transport } = process;
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
      { transport, signer: trackerSigner(this.index), store, admissionStore: this.records, clock, random, log },
      {
        genesisHash: world.chain.genesisHash,
        maxPeers: MAX_PEERS,
        healthCheckIntervalMs: HEALTH_CHECK_INTERVAL_MS,
        ...(world.permissioned && { admission: 'token', ticketLifeSeconds: world.permissioned.ticketLifeSeconds }),
      },
    );
    if (!tracker.ok) {
      this.fail('its registry was refused', tracker.refusal.code);
      return;
    }
    world.injections.tamperTracker(tracker.value);
    process.tracker = tracker.value;
    await tracker.value.start(new TrackerHandlers(tracker.value));
  }

  /** What it admits is on its disk before anybody hears of it: noted by whoever judges the peers. */
  private admitted({ issued, revoked, revokedPeers }: AdmissionRecords): void {
    const { permissioned, tickets, watch } = this.world;
    if (permissioned === undefined) return;
    const trackerKey = toHex(trackerSigner(this.index).identityKey);
    for (const ticket of issued) {
      const { peerId, serial } = ticket;
      tickets.note({ ...ticket, trackerKey });
      const somebody = peerId.slice(0, 12);
      if (!watch.honest.has(peerId)) {
        watch.report('no-stranger-admitted', this.name, `it gives a ticket to ${somebody}, whom nobody has invited`);
      }
      if (revokedPeers.includes(peerId) && !revoked.some((each) => each.serial === serial)) {
        watch.report('revoked-stay-out', this.name, `it gives another ticket to ${somebody}, whom it has revoked`);
      }
    }
  }

  private fail(what: string, error: unknown): void {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.world.watch.report('no-peer-fails', this.name, `${what}: ${detail}`);
  }

  private note(what: string): void {
    this.world.trace.note(this.world.time.nowMs, this.name, what);
  }
}
