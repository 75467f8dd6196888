import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { MemoryAddressBookStore } from '#adapters/memory/memory-address-book-store';
import { MemoryChainStore } from '#adapters/memory/memory-chain-store';
import type { MemoryHub } from '#adapters/memory/memory-hub';
import { MemoryMempoolStore } from '#adapters/memory/memory-mempool-store';
import { MemoryTransport } from '#adapters/memory/memory-transport';
import { SystemClock } from '#adapters/system/system-clock';
import { SystemRandom } from '#adapters/system/system-random';
import { NobleVerifier } from '#adapters/verifier/noble-verifier';
import type { Network } from '#domain/network-params/network';
import { FullNode } from '#domain/node/full-node';
import type { Endpoint } from '#domain/peer-network/endpoint';
import { peerIdOf } from '#domain/peer-network/peer-id';
import type { NodeSigner } from '#domain/peer-network/transport.port';
import { utf8 } from '#domain/primitives/bytes';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { InProcessMiner } from './in-process-miner.ts';
import { testKey } from './keys.ts';

/** A full node on a network in memory, with real time and real rules. */
export interface MemoryNode {
  readonly node: FullNode;
  readonly endpoint: Endpoint;
  readonly transport: MemoryTransport;
  /** Mines this many blocks for the key of the node's number. */
  mine(count: number): Promise<void>;
}

/** The identity of a number: the same in every run. */
export function testSigner(seed: number): NodeSigner {
  const secret = sha256(utf8(`cheesechain test identity ${seed}`));
  const identityKey = ed25519.getPublicKey(secret);
  return { peerId: peerIdOf(identityKey), identityKey, sign: (message) => ed25519.sign(message, secret) };
}

/** Where the node of a number listens. */
export function memoryEndpoint(seed: number): Endpoint {
  return { host: `10.0.${seed >> 8}.${seed & 255}`, port: 9009 };
}

/**
 * Starts a node; it stays connected with `fixedPeers`, the numbers of other nodes. With trackers it finds out by itself
 * how others reach it; without, it is told.
 */
export async function startMemoryNode(
  hub: MemoryHub<MemoryTransport>,
  network: Network,
  seed: number,
  fixedPeers: readonly number[] = [],
  trackers: readonly Endpoint[] = [],
): Promise<MemoryNode> {
  const [clock, signer, endpoint] = [new SystemClock(), testSigner(seed), memoryEndpoint(seed)];
  const transport = new MemoryTransport(hub, endpoint, signer, clock);
  const ports = {
    store: new MemoryChainStore(),
    mempoolStore: new MemoryMempoolStore(),
    addressStore: new MemoryAddressBookStore(),
    verifier: new NobleVerifier(),
    miner: new InProcessMiner(),
    random: new SystemRandom(),
    log: SILENT_LOG,
    transport,
    signer,
    clock,
  };
  const node = await FullNode.open(network, ports, {
    agent: `test node ${seed}`,
    trackers,
    fixedPeers: fixedPeers.map(memoryEndpoint),
    advertised: trackers.length > 0 ? undefined : endpoint,
    maxInbound: 64,
    maxOutbound: 8,
    maxMiningThreads: 1,
  });
  await node.start();
  const mine = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      const mined = await node.mining.mineOne(testKey(seed).account, 1, undefined);
      if (!mined.ok) throw new Error(`mining failed: ${mined.refusal.code}`);
    }
  };
  return { node, endpoint, transport, mine };
}
