import { MemoryAddressBookStore } from '#adapters/memory/memory-address-book-store';
import { MemoryAdmissionStore } from '#adapters/memory/memory-admission-store';
import { MemoryChainStore } from '#adapters/memory/memory-chain-store';
import { MemoryMempoolStore } from '#adapters/memory/memory-mempool-store';
import { SystemClock } from '#adapters/system/system-clock';
import { SystemRandom } from '#adapters/system/system-random';
import { generateNodeIdentity, type NodeIdentity } from '#adapters/tcp/node-identity';
import { nodeSignerOf } from '#adapters/tcp/node-signer';
import { TcpTransport } from '#adapters/tcp/tcp-transport';
import { NobleVerifier } from '#adapters/verifier/noble-verifier';
import type { ChainStore } from '#domain/chain/chain-store.port';
import type { Network } from '#domain/network-params/network';
import { FullNode } from '#domain/node/full-node';
import type { AdmissionStore } from '#domain/peer-network/admission-store.port';
import type { Endpoint } from '#domain/peer-network/endpoint';
import type { SessionHandlers } from '#domain/peer-network/transport.port';
import { type Log, SILENT_LOG } from '#domain/primitives/log.port';
import type { SignatureVerifier } from '#domain/transaction/signature-verifier.port';
import { InProcessMiner } from '../in-process-miner.ts';
import { testKey } from '../keys.ts';

/** A full node on real TCP, listening on a free port of 127.0.0.1, with everything else in memory. */
export interface TcpNode {
  readonly node: FullNode;
  readonly transport: TcpTransport;
  readonly endpoint: Endpoint;
  /** Mines this many blocks for the key of the node's number. */
  mine(count: number): Promise<void>;
}

export interface TcpNodeOptions {
  /** Of the key that it mines for. */
  readonly seed: number;
  readonly fixedPeers?: readonly Endpoint[];
  readonly trackers?: readonly Endpoint[];
  /** A free port unless given. */
  readonly port?: number;
  readonly identity?: NodeIdentity;
  readonly log?: Log;
  /** The slow reference unless given. */
  readonly verifier?: SignatureVerifier;
  /** One in memory unless given. */
  readonly store?: ChainStore;
  /** What it keeps of its membership; in a permissioned network. */
  readonly admissionStore?: AdmissionStore;
  readonly trustedTrackers?: readonly Uint8Array[];
  readonly joinToken?: string;
  /** What stands between the transport and the node's handlers. */
  readonly handlers?: (node: FullNode) => Promise<SessionHandlers>;
}

export async function startTcpNode(network: Network, options: TcpNodeOptions): Promise<TcpNode> {
  const {
    seed,
    fixedPeers = [],
    trackers = [],
    port = 0,
    identity = generateNodeIdentity(),
    log = SILENT_LOG,
  } = options;
  const { genesisHash } = network;
  const transport = new TcpTransport({ identity, genesisHash, log, listen: { host: '127.0.0.1', port } });
  const ports = {
    store: options.store ?? new MemoryChainStore(),
    mempoolStore: new MemoryMempoolStore(),
    addressStore: new MemoryAddressBookStore(),
    admissionStore: options.admissionStore ?? new MemoryAdmissionStore(),
    verifier: options.verifier ?? new NobleVerifier(),
    miner: new InProcessMiner(),
    random: new SystemRandom(),
    clock: new SystemClock(),
    signer: nodeSignerOf(identity),
    log,
    transport,
  };
  const node = await FullNode.open(network, ports, {
    agent: `test node ${seed}`,
    trackers,
    fixedPeers,
    advertised: undefined,
    maxInbound: 64,
    maxOutbound: 8,
    maxMiningThreads: 1,
    trustedTrackers: options.trustedTrackers ?? [],
    joinToken: options.joinToken,
  });
  await node.start(await options.handlers?.(node));
  const endpoint = transport.listening;
  if (endpoint === undefined) throw new Error('it does not listen');
  const mine = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      const mined = await node.mining.mineOne(testKey(seed).account, 1, undefined);
      if (!mined.ok) throw new Error(`mining failed: ${mined.refusal.code}`);
    }
  };
  return { node, transport, endpoint, mine };
}
