import 'reflect-metadata';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fastify } from 'fastify';
import { startTestPeer, type TestPeer } from '#test/http/test-peer';
import { testAllocations, testNetwork } from '#test/network';
import { testTransfer } from '#test/transfer';
import type { Benchmark } from './benchmark.ts';
import type { LoadOrder } from './http-load.process.ts';
import { interleave } from './interleave.ts';

const CONNECTIONS = 16;
/** Short, so that both sides of a ratio meet the same moments of a busy machine. */
const CASE_DURATION_MS = 250;
/** Many short ones instead of one: a moment at which the machine does something else is then one of many. */
const TURNS_IN_A_ROUND = 3;
/** Of the block that is asked for. */
const TRANSFERS = 100;
const CHAIN = '/v1/chain';
const TIP = '/v1/blocks/tip';

/** Reads over HTTP: a peer against a bare Fastify route that answers the same JSON from memory. */
export const benchmark: Benchmark = {
  title: `reads a second over ${CONNECTIONS} connections, a peer and a bare Fastify route with the same JSON`,
  wanted: { chainToBareFastify: '≥ 0.7', tipToBareFastify: '≥ 0.5', emptyTipToBareFastify: '≥ 0.5' },

  async run(context) {
    const peer = await startBusyPeer();
    const empty = await startTestPeer();
    const bare = await startBareServer(peer, empty);
    const ports = { peer: portOf(await peer.listen()), empty: portOf(await empty.listen()) };
    const callers = new Callers();
    try {
      const measure = (port: number, path: string) => () => callers.answersPerSecond(port, path);
      const turns = { ...context, rounds: context.rounds * TURNS_IN_A_ROUND };
      const rounds = await interleave(turns, {
        bareChain: measure(bare.port, CHAIN),
        chain: measure(ports.peer, CHAIN),
        bareTip: measure(bare.port, TIP),
        tip: measure(ports.peer, TIP),
        bareEmptyTip: measure(bare.port, '/empty'),
        emptyTip: measure(ports.empty, TIP),
      });
      return {
        figures: {
          transfersInTip: TRANSFERS,
          chainPerSecond: rounds.median('chain'),
          bareChainPerSecond: rounds.median('bareChain'),
          tipPerSecond: rounds.median('tip'),
          bareTipPerSecond: rounds.median('bareTip'),
          emptyTipPerSecond: rounds.median('emptyTip'),
          bareEmptyTipPerSecond: rounds.median('bareEmptyTip'),
        },
        ratios: {
          chainToBareFastify: rounds.ratio('chain', 'bareChain'),
          tipToBareFastify: rounds.ratio('tip', 'bareTip'),
          emptyTipToBareFastify: rounds.ratio('emptyTip', 'bareEmptyTip'),
        },
      };
    } finally {
      await Promise.all([callers.stop(), peer.close(), empty.close(), bare.close()]);
    }
  },
};

/** A peer whose newest block holds transfers. */
async function startBusyPeer(): Promise<TestPeer> {
  const network = testNetwork({ allocations: testAllocations(TRANSFERS + 2, 1_000_000) });
  const peer = await startTestPeer({ network });
  for (let from = 1; from <= TRANSFERS; from++) {
    const { bytes } = testTransfer(network, { from, to: from + 1, nonce: 0, amount: from, fee: 200 });
    const submitted = await peer.node.transactions.submit(bytes, 'own');
    if (!submitted.ok) throw new Error(submitted.refusal.code);
  }
  await peer.mine(1);
  return peer;
}

async function startBareServer(peer: TestPeer, empty: TestPeer) {
  const server = fastify();
  for (const path of [CHAIN, TIP]) {
    const answer = await peer.api.ok('GET', path);
    server.get(path, async () => answer);
  }
  const answer = await empty.api.ok('GET', TIP);
  server.get('/empty', async () => answer);
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return { port: portOf(url), close: () => server.close() };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** Who calls: a process of its own, as callers are. A thread would share the garbage collector's helpers with the peer. */
class Callers {
  private readonly process = fork(new URL('./http-load.process.js', import.meta.url));
  /** They end before they have counted when an answer is not a good one. */
  private readonly ended = once(this.process, 'exit').then(([code]): never => {
    throw new Error(`the callers ended with ${code}`);
  });

  async answersPerSecond(port: number, path: string): Promise<number> {
    const order: LoadOrder = { port, path, connections: CONNECTIONS, durationMs: CASE_DURATION_MS };
    const start = performance.now();
    this.process.send(order);
    const [answers] = (await Promise.race([once(this.process, 'message'), this.ended])) as [number];
    return (answers / (performance.now() - start)) * 1000;
  }

  async stop(): Promise<void> {
    this.process.kill();
    await this.ended.catch(() => undefined);
  }
}
