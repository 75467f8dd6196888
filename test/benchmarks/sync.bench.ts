import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { createVerifier } from '#adapters/verifier/create-verifier';
import type { Network } from '#domain/network-params/network';
import { invariant } from '#domain/primitives/invariant';
import type { SignatureVerifier } from '#domain/transaction/signature-verifier.port';
import { startTcpNode } from '#test/tcp/tcp-node';
import { TransferChain } from '#test/transfer-chain';
import { until } from '#test/until';
import type { Benchmark } from './benchmark.ts';
import { connectBlocks, openChain } from './connect-blocks.ts';
import { interleave } from './interleave.ts';
import type { SyncSource } from './sync-source.worker.ts';
import { openTemporaryStore, type TemporaryStore } from './temporary-store.ts';

const BLOCKS = 20;
const TRANSFERS_PER_BLOCK = 1_000;
const ACCOUNTS = 5_000;
const TRANSFERS = BLOCKS * TRANSFERS_PER_BLOCK;
/** A machine that needs longer for these blocks has nothing to measure. */
const SYNC_DEADLINE_MS = 120_000;
/** Until a thread has connected the blocks that it is to serve. */
const SOURCE_DEADLINE_MS = 60_000;

/** A fresh peer that catches up over real TCP, against connecting the very same blocks from memory. */
export const benchmark: Benchmark = {
  title: `catch up with ${BLOCKS} blocks of ${TRANSFERS_PER_BLOCK} transfers over TCP, against connecting them`,
  wanted: { toConnect: '≥ 0.8' },

  async run(context) {
    const chain = new TransferChain(ACCOUNTS);
    const encoded: Uint8Array[] = [];
    for (let i = 0; i < BLOCKS; i++) {
      context.progress((i / BLOCKS) * 0.1, 'signing');
      encoded.push(chain.block(TRANSFERS_PER_BLOCK).bytes);
    }
    const { network } = chain;
    const verifier = createVerifier();
    const source = await startSource({ parameters: network.parameters, encoded });
    try {
      const rounds = await interleave(context, {
        connect: () =>
          onFreshStore(network, async ({ store }) => {
            const opened = await openChain(network, store, verifier);
            return perSecond(() => connectBlocks(opened, encoded));
          }),
        sync: () => onFreshStore(network, (temporary) => catchUp(network, temporary, verifier, source.port)),
      });
      return {
        figures: {
          verifier: verifier.description,
          cores: availableParallelism(),
          txPerSecond: rounds.median('sync'),
          connectTxPerSecond: rounds.median('connect'),
        },
        ratios: { toConnect: rounds.ratio('sync', 'connect') },
      };
    } finally {
      await source.worker.terminate();
      await verifier.close();
    }
  },
};

/** From the first dial to the last block. */
async function catchUp(
  network: Network,
  { store }: TemporaryStore,
  verifier: SignatureVerifier,
  port: number,
): Promise<number> {
  const { node } = await startTcpNode(network, { seed: 2, store, verifier });
  try {
    return await perSecond(async () => {
      const met = await node.peers.connect({ host: '127.0.0.1', port });
      invariant(met, 'the source listens');
      await until(() => node.chain.tip.height === BLOCKS, SYNC_DEADLINE_MS);
    });
  } finally {
    await node.stop();
  }
}

async function onFreshStore(network: Network, run: (store: TemporaryStore) => Promise<number>): Promise<number> {
  const temporary = await openTemporaryStore(network);
  try {
    return await run(temporary);
  } finally {
    await temporary.remove();
  }
}

/** On a thread of its own: whoever serves a chain is another machine. */
async function startSource(source: SyncSource): Promise<{ readonly worker: Worker; readonly port: number }> {
  const worker = new Worker(new URL('./sync-source.worker.js', import.meta.url), { workerData: source });
  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('the source did not start')), SOURCE_DEADLINE_MS);
    worker.once('error', reject);
    worker.once('message', (message: number) => {
      clearTimeout(timer);
      resolve(message);
    });
  });
  return { worker, port };
}

async function perSecond(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return (TRANSFERS / (performance.now() - start)) * 1000;
}
