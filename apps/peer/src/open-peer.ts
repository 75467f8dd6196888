import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { FileAddressBookStore } from '#adapters/address-book/file-address-book-store';
import { FileAdmissionStore } from '#adapters/admission-file/file-admission-store';
import { loadNetwork } from '#adapters/configuration/load-network';
import type { PeerConfiguration } from '#adapters/configuration/peer-configuration';
import { readOrCreateApiToken } from '#adapters/data-directory/api-token';
import { type ClaimedDirectory, claimDataDirectory } from '#adapters/data-directory/claim-data-directory';
import { describeDataDirectoryRefusal } from '#adapters/data-directory/data-directory.errors';
import { EventRecorder } from '#adapters/events/event-recorder';
import { useFastHashes } from '#adapters/kernel/fast-hashes';
import { FileKeystore } from '#adapters/keystore/file-keystore';
import type { ReadTraffic } from '#adapters/metrics/network-metrics';
import { WorkerMiner } from '#adapters/miner/worker-miner';
import { StartFailure } from '#adapters/process/start-failure';
import { SqliteEventJournal } from '#adapters/sqlite/sqlite-event-journal';
import { SqliteMempoolStore } from '#adapters/sqlite/sqlite-mempool-store';
import { SqlitePaymentKeyStore } from '#adapters/sqlite/sqlite-payment-key-store';
import type { SqliteStore } from '#adapters/sqlite/sqlite-store';
import { StratumServer } from '#adapters/stratum/stratum-server';
import { SystemClock } from '#adapters/system/system-clock';
import { SystemRandom } from '#adapters/system/system-random';
import { UNGREETED_SESSIONS } from '#adapters/tcp/connection-places';
import type { NodeIdentity } from '#adapters/tcp/node-identity';
import { loadOrCreateNodeIdentity } from '#adapters/tcp/node-identity-file';
import { nodeSignerOf } from '#adapters/tcp/node-signer';
import { TcpTransport } from '#adapters/tcp/tcp-transport';
import { createVerifier } from '#adapters/verifier/create-verifier';
import type { Webhooks } from '#adapters/webhooks/webhooks';
import type { SubmitRefusal } from '#domain/mempool/submit-transaction';
import { FullNode, type NodeOptions } from '#domain/node/full-node';
import { NodePaymentDesk } from '#domain/node/node-payment-desk';
import type { Clock } from '#domain/primitives/clock.port';
import type { Hash } from '#domain/primitives/hash';
import type { Log } from '#domain/primitives/log.port';
import type { Random } from '#domain/primitives/random.port';
import { StratumPool } from '#domain/stratum/stratum-pool';
import type { PaymentKeyStore } from '#domain/wallet/payment-key-store.port';
import { SendPayment } from '#domain/wallet/send-payment';
import { Wallet } from '#domain/wallet/wallet';
import { openStore, startFailureOf } from './open-store.ts';
import { openWebhooks } from './open-webhooks.ts';
import { requirePrunable, startPruning } from './prune-old-blocks.ts';

/** Everything that a peer runs on, opened and wired; nothing listens yet. */
export interface OpenPeer {
  readonly node: FullNode;
  readonly wallet: Wallet;
  readonly payments: SendPayment<SubmitRefusal>;
  readonly paymentKeys: PaymentKeyStore;
  readonly events: EventRecorder;
  /** Delivers once it is started. */
  readonly webhooks: Webhooks;
  /** Work for miners outside this process. */
  readonly pool: StratumPool;
  /** Listens only when the configuration says where. */
  readonly stratum: StratumServer;
  readonly token: string;
  /** For the metrics. */
  readonly store: SqliteStore;
  readonly traffic: ReadTraffic;
  /** What it runs on, for logs and metrics. */
  readonly runsOn: { readonly verifier: string; readonly miner: string };
  /** Stops the node, then closes what it ran on, in an order that loses nothing. */
  close(): Promise<void>;
}

/** Claims the data directory and opens all that is in it. Throws a StartFailure that says what to mend. */
export async function openPeer(configuration: PeerConfiguration, version: string, log: Log): Promise<OpenPeer> {
  useFastHashes(log);
  const { dataDir, dataSlots } = configuration;
  const claimed = await claimDataDirectory(dataDir, { slots: dataSlots });
  if (!claimed.ok) throw new StartFailure(describeDataDirectoryRefusal(claimed.refusal));
  try {
    return await openInside(claimed.value, configuration, version, log);
  } catch (error) {
    claimed.value.release();
    throw startFailureOf(error, claimed.value.path);
  }
}

async function openInside(
  directory: ClaimedDirectory,
  configuration: PeerConfiguration,
  version: string,
  log: Log,
): Promise<OpenPeer> {
  const { path } = directory;
  const network = loadNetwork(configuration.network);
  if (!network.ok) throw new StartFailure(network.refusal.sentence);
  requirePrunable(configuration, network.value);
  const token = configuration.apiToken ?? openToken(path);
  const identity = await loadOrCreateNodeIdentity(join(path, 'identity.json'));
  if (!identity.ok) throw new StartFailure(`The node's identity: ${identity.refusal.code} (${identity.refusal.path}).`);
  const [clock, random] = [new SystemClock(), new SystemRandom()];
  const { genesisHash } = network.value;
  const store = await openStore(path, network.value, clock, log);
  const verifier = createVerifier({ log });
  const miner = new WorkerMiner({ log });
  const transport = openTransport(configuration, identity.value, genesisHash, log);
  const node = await FullNode.open(
    network.value,
    {
      store,
      mempoolStore: new SqliteMempoolStore(store),
      addressStore: new FileAddressBookStore(join(path, 'addresses.json'), log),
      admissionStore: new FileAdmissionStore(join(path, 'admission.json'), log),
      signer: nodeSignerOf(identity.value),
      verifier,
      miner,
      transport,
      ...{ clock, random, log },
    },
    nodeOptions(configuration, version),
  );
  const pruner = startPruning(configuration, node, clock, log);
  const events = await EventRecorder.open({ node, journal: new SqliteEventJournal(store), clock, log });
  const webhooks = openWebhooks(configuration, { node, events, store, clock, random, log });
  const keystore = new FileKeystore({ folder: path, network: network.value });
  const wallet = await Wallet.open({ network: network.value, keystore, clock, random, log });
  if (configuration.walletPassword !== undefined) await unlock(wallet, configuration.walletPassword, log);
  const desk = new NodePaymentDesk(node.chain, node.mempool.view, node.mempool.parameters, node.transactions);
  const pool = poolOf(node, { clock, random, log });
  const stratum = new StratumServer({ pool, log });
  const close = async (): Promise<void> => {
    await Promise.all([stratum.close(), webhooks.close()]);
    await pruner?.stop();
    await node.stop();
    await events.close();
    await wallet.close();
    await Promise.all([miner.close(), verifier.close()]);
    await store.close();
    directory.release();
  };
  return {
    node,
    wallet,
    payments: new SendPayment(network.value, wallet, desk),
    paymentKeys: new SqlitePaymentKeyStore(store),
    events,
    webhooks,
    pool,
    stratum,
    token,
    store,
    traffic: () => transport.traffic,
    runsOn: { verifier: verifier.description, miner: miner.description },
    close,
  };
}

/** Sessions over TCP; nothing listens before the node starts. */
function openTransport(
  { p2pHost: host, p2pPort: port, maxInbound }: PeerConfiguration,
  identity: NodeIdentity,
  genesisHash: Hash,
  log: Log,
): TcpTransport {
  const maxInboundSessions = maxInbound + UNGREETED_SESSIONS;
  return new TcpTransport({ identity, genesisHash, listen: { host, port }, maxInboundSessions, log });
}

function nodeOptions(configuration: PeerConfiguration, version: string): NodeOptions {
  const { trackers, peers, advertise, maxInbound, maxOutbound, trustedTrackers, joinToken } = configuration;
  return {
    agent: `cheesechain/${version}`,
    trackers,
    fixedPeers: peers,
    advertised: advertise,
    maxInbound,
    maxOutbound,
    trustedTrackers,
    joinToken,
    maxMiningThreads: availableParallelism(),
  };
}

/** Its jobs follow the node's tip and its open transactions. */
function poolOf(node: FullNode, ports: { clock: Clock; random: Random; log: Log }): StratumPool {
  const pool = new StratumPool({ chain: node.chain, transactions: node.mempool.view, ...ports });
  node.events.subscribe((event) => {
    if (event.kind === 'mempool') pool.transactionsOpened();
  });
  return pool;
}

function openToken(path: string): string {
  const token = readOrCreateApiToken(path);
  if (!token.ok) throw new StartFailure(describeDataDirectoryRefusal(token.refusal));
  return token.value;
}

/** A wrong password is told and the peer goes on locked: its chain serves others even so. */
async function unlock(wallet: Wallet, password: string, log: Log): Promise<void> {
  const unlocked = await wallet.unlock(password);
  if (!unlocked.ok) log.warn('the wallet stays locked', { code: unlocked.refusal.code });
}
