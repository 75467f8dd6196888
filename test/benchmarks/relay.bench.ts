import { SystemClock } from '#adapters/system/system-clock';
import { createVerifier } from '#adapters/verifier/create-verifier';
import { delay } from '#domain/primitives/clock.port';
import { invariant } from '#domain/primitives/invariant';
import type { SignatureVerifier } from '#domain/transaction/signature-verifier.port';
import { startTcpNode, type TcpNode } from '#test/tcp/tcp-node';
import { TransferChain } from '#test/transfer-chain';
import { until } from '#test/until';
import type { Benchmark, BenchmarkContext } from './benchmark.ts';
import { quantile } from './interleave.ts';

const PEERS = 10;
const TRANSFERS = 1_000;
const ACCOUNTS = 1_000;
const DEADLINE_MS = 120_000;
/** When nothing was sent for this long, everybody has heard of everything. */
const QUIET_MS = 400;

/** What one block cost the network. */
interface Relayed {
  /** All bytes that all peers sent, encrypted, headers of frames and answers included. */
  readonly bytes: number;
  /** Until the last peer had connected it. */
  readonly tookMs: number;
  /** What sending the whole block over one of the sessions costs, measured by asking for it. */
  readonly wholeBlockBytes: number;
}

/** A block among peers that share the open transactions, against the same block sent whole to each of them once. */
export const benchmark: Benchmark = {
  title: `relay a block of ${TRANSFERS} transfers among ${PEERS} peers, against sending it whole to each of them`,
  wanted: { bytesToWholeBlocks: '≤ 0.05' },

  async run(context) {
    const chain = new TransferChain(ACCOUNTS);
    const verifier = createVerifier();
    const nodes: TcpNode[] = [];
    try {
      await startNetwork(nodes, chain, verifier);
      const relayed: Relayed[] = [];
      for (let round = 0; round <= context.rounds; round++) {
        const one = await relayOne(nodes, chain, context, round / (context.rounds + 1));
        if (round > 0) relayed.push(one);
      }
      const median = (of: (each: Relayed) => number) => quantile(relayed.map(of), 0.5);
      return {
        figures: {
          peers: PEERS,
          sessions: nodes.reduce((sum, { node }) => sum + node.peers.roster.outbound(), 0),
          bytesSent: median(({ bytes }) => bytes),
          wholeBlockBytes: median(({ wholeBlockBytes }) => wholeBlockBytes),
          untilLastPeerMs: median(({ tookMs }) => tookMs),
        },
        ratios: { bytesToWholeBlocks: median(({ bytes, wholeBlockBytes }) => bytes / (wholeBlockBytes * (PEERS - 1))) },
      };
    } finally {
      await Promise.all(nodes.map(({ node }) => node.stop()));
      await verifier.close();
    }
  },
};

async function startNetwork(nodes: TcpNode[], { network }: TransferChain, verifier: SignatureVerifier): Promise<void> {
  for (let seed = 0; seed < PEERS; seed++) {
    const fixedPeers = nodes.slice(0, 1).map(({ endpoint }) => endpoint);
    nodes.push(await startTcpNode(network, { seed, fixedPeers, verifier }));
  }
  await until(() => nodes.every(({ node }) => node.peers.roster.size === PEERS - 1), DEADLINE_MS);
}

async function relayOne(
  nodes: readonly TcpNode[],
  chain: TransferChain,
  context: BenchmarkContext,
  done: number,
): Promise<Relayed> {
  const [miner] = nodes as [TcpNode];
  context.progress(done, 'sharing transactions');
  await Promise.all(chain.transfers(TRANSFERS).map(({ bytes }) => miner.node.transactions.submit(bytes, 'own')));
  await until(() => nodes.every(({ node }) => node.mempool.view.size === TRANSFERS), DEADLINE_MS);
  await quiet(nodes);
  context.progress(done, 'relaying');
  const before = sent(nodes);
  const start = performance.now();
  await miner.mine(1);
  await until(() => nodes.every(({ node }) => node.chain.tip.hash === miner.node.chain.tip.hash), DEADLINE_MS);
  const tookMs = performance.now() - start;
  await quiet(nodes);
  const bytes = sent(nodes) - before;
  const block = await miner.node.queries.blockByHash(miner.node.chain.tip.hash);
  invariant(block?.block.transactions.length === TRANSFERS, 'the block holds them all');
  return { bytes, tookMs, wholeBlockBytes: await askForWhole(nodes) };
}

/** The bytes of a whole block, both ways, on one session. */
async function askForWhole(nodes: readonly TcpNode[]): Promise<number> {
  const [miner, other] = nodes as [TcpNode, TcpNode];
  const peer = other.node.peers.roster.all().find(({ listen }) => listen?.port === miner.endpoint.port);
  invariant(peer !== undefined, 'they are in session');
  await quiet(nodes);
  const { session } = peer;
  const before = session.bytesIn + session.bytesOut;
  const answer = await session.request('GETCHAIN', { hashes: [miner.node.chain.tip.hash] }, DEADLINE_MS);
  invariant(answer.ok && answer.value.blocks.length === 1, 'the miner has the block');
  return session.bytesIn + session.bytesOut - before;
}

/** Waits until nobody sends anything. */
async function quiet(nodes: readonly TcpNode[]): Promise<void> {
  const clock = new SystemClock();
  for (let before = -1; before !== sent(nodes); ) {
    before = sent(nodes);
    await delay(clock, QUIET_MS);
  }
}

function sent(nodes: readonly TcpNode[]): number {
  return nodes.reduce(
    (sum, { node }) => sum + node.peers.roster.all().reduce((bytes, { session }) => bytes + session.bytesOut, 0),
    0,
  );
}
