import { parentPort, workerData } from 'node:worker_threads';
import { useFastHashes } from '#adapters/kernel/fast-hashes';
import { createNetwork } from '#domain/network-params/network';
import type { NetworkParameters } from '#domain/network-params/network-parameters';
import { invariant } from '#domain/primitives/invariant';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { startTcpNode } from '#test/tcp/tcp-node';
import { connectBlocks } from './connect-blocks.ts';

/** What this thread serves: a peer with these blocks on a free port, which it tells its parent. */
export interface SyncSource {
  readonly parameters: NetworkParameters;
  readonly encoded: readonly Uint8Array[];
}

const { parameters, encoded } = workerData as SyncSource;
useFastHashes(SILENT_LOG);
invariant(parentPort !== null, 'this is a worker');
const { node, endpoint } = await startTcpNode(createNetwork(parameters), {
  seed: 1,
  // What it serves was signed by the benchmark itself.
  verifier: {
    description: 'none',
    verify: async (checks) => checks.map(() => true),
    close: async () => undefined,
  },
});
await connectBlocks(node.chain, encoded);
parentPort.postMessage(endpoint.port);
