import { type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MemoryAdmissionRecordsStore } from '#adapters/memory/memory-admission-records-store';
import { MemoryRegistryStore } from '#adapters/memory/memory-registry-store';
import { SystemClock } from '#adapters/system/system-clock';
import { SystemRandom } from '#adapters/system/system-random';
import { generateNodeIdentity, type NodeIdentity } from '#adapters/tcp/node-identity';
import { nodeSignerOf } from '#adapters/tcp/node-signer';
import { PeerServer } from '#adapters/tcp/peer-server.strategy';
import { TcpTransport } from '#adapters/tcp/tcp-transport';
import { TrackerController } from '#adapters/tcp/tracker.controller';
import type { Network } from '#domain/network-params/network';
import type { Endpoint } from '#domain/peer-network/endpoint';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { type AdmissionMode, DEFAULT_TICKET_LIFE_SECONDS } from '#domain/tracker/admission';
import type { AdmissionRecordsStore } from '#domain/tracker/admission-records-store.port';
import type { RegistryStore } from '#domain/tracker/registry-store.port';
import { Tracker } from '#domain/tracker/tracker';
import { TrackerHandlers } from '#domain/tracker/tracker-handlers';

@Module({})
class TrackerModule {}

/** A tracker on real TCP, its messages led through Nest's handlers, as the program does. */
export interface TcpTracker {
  readonly tracker: Tracker;
  readonly endpoint: Endpoint;
  stop(): Promise<void>;
}

export interface TcpTrackerOptions {
  /** A free port unless given. */
  readonly port?: number;
  readonly identity?: NodeIdentity;
  readonly store?: RegistryStore;
  readonly healthCheckIntervalMs?: number;
  readonly admissionStore?: AdmissionRecordsStore;
  readonly admission?: AdmissionMode;
  readonly ticketLifeSeconds?: number;
}

export async function startTcpTracker(network: Network, options: TcpTrackerOptions = {}): Promise<TcpTracker> {
  const { port = 0, identity = generateNodeIdentity(), store = new MemoryRegistryStore() } = options;
  const { genesisHash } = network;
  const log = SILENT_LOG;
  const transport = new TcpTransport({ identity, genesisHash, log, listen: { host: '127.0.0.1', port } });
  const opened = await Tracker.open(
    {
      transport,
      signer: nodeSignerOf(identity),
      store,
      admissionStore: options.admissionStore ?? new MemoryAdmissionRecordsStore(),
      clock: new SystemClock(),
      random: new SystemRandom(),
      log,
    },
    {
      genesisHash,
      maxPeers: 100,
      healthCheckIntervalMs: options.healthCheckIntervalMs ?? 15_000,
      admission: options.admission ?? 'open',
      ticketLifeSeconds: options.ticketLifeSeconds ?? DEFAULT_TICKET_LIFE_SECONDS,
    },
  );
  if (!opened.ok) throw new Error(opened.refusal.code);
  const tracker = opened.value;
  const sessions = new PeerServer();
  const app = await listenTo(sessions, tracker);
  await tracker.start(sessions);
  const endpoint = transport.listening;
  if (endpoint === undefined) throw new Error('it does not listen');
  const stop = async (): Promise<void> => {
    await app.close();
    await tracker.stop();
  };
  return { tracker, endpoint, stop };
}

async function listenTo(strategy: PeerServer, tracker: Tracker): Promise<INestMicroservice> {
  const module = {
    module: TrackerModule,
    controllers: [TrackerController],
    providers: [{ provide: TrackerHandlers, useValue: new TrackerHandlers(tracker) }],
  };
  const app = await NestFactory.createMicroservice(module, { strategy, logger: false });
  await app.listen();
  return app;
}
