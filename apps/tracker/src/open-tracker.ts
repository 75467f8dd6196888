import { join } from 'node:path';
import { describeAdmissionRecordsRefusal } from '#adapters/admission-file/describe-admission-records-refusal';
import { FileAdmissionRecordsStore } from '#adapters/admission-file/file-admission-records-store';
import { loadNetwork } from '#adapters/configuration/load-network';
import type { TrackerConfiguration } from '#adapters/configuration/tracker-configuration';
import { readOrCreateApiToken } from '#adapters/data-directory/api-token';
import { type ClaimedDirectory, claimDataDirectory } from '#adapters/data-directory/claim-data-directory';
import { describeDataDirectoryRefusal } from '#adapters/data-directory/data-directory.errors';
import { StartFailure } from '#adapters/process/start-failure';
import { describeRegistryRefusal } from '#adapters/registry-file/describe-registry-refusal';
import { FileRegistryStore } from '#adapters/registry-file/file-registry-store';
import { SystemClock } from '#adapters/system/system-clock';
import { SystemRandom } from '#adapters/system/system-random';
import { loadOrCreateNodeIdentity } from '#adapters/tcp/node-identity-file';
import { nodeSignerOf } from '#adapters/tcp/node-signer';
import { TcpTransport } from '#adapters/tcp/tcp-transport';
import type { Network } from '#domain/network-params/network';
import type { Log } from '#domain/primitives/log.port';
import type { AdmissionRecordsRefusal } from '#domain/tracker/admission-records-store.port';
import type { RegistryStoreRefusal } from '#domain/tracker/registry-store.port';
import { Tracker } from '#domain/tracker/tracker';
import { MAX_UNJOINED_SESSIONS } from '#domain/tracker/unjoined-sessions';

/** Peers behind one public address: a school's. A session with a tracker costs little. */
const MAX_SESSIONS_PER_ADDRESS = 256;

/** Everything that a tracker runs on, opened and wired; nothing listens yet. */
export interface OpenTracker {
  readonly tracker: Tracker;
  readonly network: Network;
  readonly transport: TcpTransport;
  /** Opens the HTTP API to other machines. */
  readonly token: string;
  /** Stops the tracker, then closes what it ran on. */
  close(): Promise<void>;
}

/** Claims the data directory and opens all that is in it. Throws a StartFailure that says what to mend. */
export async function openTracker(configuration: TrackerConfiguration, log: Log): Promise<OpenTracker> {
  const claimed = await claimDataDirectory(configuration.dataDir, { slots: false });
  if (!claimed.ok) throw new StartFailure(describeDataDirectoryRefusal(claimed.refusal));
  try {
    return await openInside(claimed.value, configuration, log);
  } catch (error) {
    claimed.value.release();
    throw error;
  }
}

async function openInside(
  directory: ClaimedDirectory,
  configuration: TrackerConfiguration,
  log: Log,
): Promise<OpenTracker> {
  const { path } = directory;
  const { maxPeers, healthCheckIntervalMs, p2pHost, p2pPort, advertise } = configuration;
  const network = loadNetwork(configuration.network);
  if (!network.ok) throw new StartFailure(network.refusal.sentence);
  const token = configuration.apiToken ?? openToken(path);
  const identity = await loadOrCreateNodeIdentity(join(path, 'identity.json'));
  if (!identity.ok) throw new StartFailure(`The node's identity: ${identity.refusal.code} (${identity.refusal.path}).`);
  const { genesisHash } = network.value;
  const transport = new TcpTransport({
    identity: identity.value,
    genesisHash,
    listen: { host: p2pHost, port: p2pPort },
    maxInboundSessions: maxPeers + MAX_UNJOINED_SESSIONS,
    maxSessionsPerAddress: MAX_SESSIONS_PER_ADDRESS,
    log,
  });
  const ports = {
    transport,
    signer: nodeSignerOf(identity.value),
    store: new FileRegistryStore(join(path, 'registry.json'), genesisHash),
    admissionStore: new FileAdmissionRecordsStore(join(path, 'admission.json'), genesisHash),
    clock: new SystemClock(),
    random: new SystemRandom(),
    log,
  };
  const tracker = await Tracker.open(ports, {
    genesisHash,
    maxPeers,
    healthCheckIntervalMs,
    admission: configuration.admission,
    ticketLifeSeconds: configuration.ticketLifeSeconds,
    ...(advertise === undefined ? {} : { advertised: advertise }),
  });
  if (!tracker.ok) throw new StartFailure(describeStoreRefusal(tracker.refusal));
  const close = async (): Promise<void> => {
    await tracker.value.stop();
    directory.release();
  };
  return { tracker: tracker.value, network: network.value, transport, token, close };
}

function describeStoreRefusal(refusal: RegistryStoreRefusal | AdmissionRecordsRefusal): string {
  const isAdmission = refusal.code.startsWith('admission-');
  const sentence = isAdmission
    ? describeAdmissionRecordsRefusal(refusal as AdmissionRecordsRefusal)
    : describeRegistryRefusal(refusal as RegistryStoreRefusal);
  return `${sentence} (${refusal.code})`;
}

function openToken(path: string): string {
  const token = readOrCreateApiToken(path);
  if (!token.ok) throw new StartFailure(describeDataDirectoryRefusal(token.refusal));
  return token.value;
}
