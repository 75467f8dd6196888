import { monitorEventLoopDelay } from 'node:perf_hooks';
import { SqliteMempoolStore } from '#adapters/sqlite/sqlite-mempool-store';
import { SystemClock } from '#adapters/system/system-clock';
import { createVerifier } from '#adapters/verifier/create-verifier';
import { loadNativeCheck } from '#adapters/verifier/load-native-check';
import { Chain } from '#domain/chain/chain';
import { chainContextOf } from '#domain/chain/chain-context';
import { Mempool } from '#domain/mempool/mempool';
import { defaultMempoolParameters } from '#domain/mempool/mempool-parameters';
import { MempoolUpdates } from '#domain/mempool/mempool-updates';
import { SignatureCache } from '#domain/mempool/signature-cache';
import { SubmitTransaction } from '#domain/mempool/submit-transaction';
import { invariant } from '#domain/primitives/invariant';
import { SILENT_LOG } from '#domain/primitives/log.port';
import type { SignatureVerifier } from '#domain/transaction/signature-verifier.port';
import { signatureCheckOf } from '#domain/transaction/structural-rules';
import type { Transaction } from '#domain/transaction/transaction';
import { TransferChain } from '#test/transfer-chain';
import type { Benchmark } from './benchmark.ts';
import { interleave } from './interleave.ts';
import { openTemporaryStore } from './temporary-store.ts';

const TRANSACTIONS = 10_000;
const ACCOUNTS = 5_000;
/** As many as one message of a peer brings. */
const PER_MESSAGE = 1_000;
/** Signatures of the reference: half a second on one thread. */
const REFERENCE_CHECKS = 8_000;
const SPACE = { bytes: 1_000_000, transactions: 65_536 };
const NANOSECONDS_PER_MS = 1e6;

/** Open transactions from a message's bytes to the pool and its store, against signature checks on one thread. */
export const benchmark: Benchmark = {
  title: `admit ${TRANSACTIONS} transactions from the wire, against one native check after another on one thread`,
  wanted: { toSingleVerify: '≥ 0.7' },

  async run(context) {
    const source = new TransferChain(ACCOUNTS);
    const transactions = source.transfers(TRANSACTIONS);
    const checkNative = loadNativeCheck();
    const reference = transactions
      .slice(0, REFERENCE_CHECKS)
      .map((transaction) => signatureCheckOf(transaction, source.network.genesisHash));
    const verifier = createVerifier();
    const holdsMs: number[] = [];
    const selectionsMs: number[] = [];
    try {
      const rounds = await interleave(context, {
        single: () =>
          perSecond(REFERENCE_CHECKS, async () => {
            const good = reference.every(({ digest, signature, publicKey }) =>
              checkNative(digest, signature, publicKey),
            );
            invariant(good, 'all are valid');
          }),
        admit: () => admitAll(source, transactions, verifier, holdsMs, selectionsMs),
      });
      return {
        figures: {
          admittedPerSecond: rounds.median('admit'),
          singleVerifyPerSecond: rounds.median('single'),
          selectABlockMs: Math.max(...selectionsMs),
          longestHoldMs: Math.max(...holdsMs),
        },
        ratios: { toSingleVerify: rounds.ratio('admit', 'single') },
      };
    } finally {
      await verifier.close();
    }
  },
};

async function admitAll(
  { network }: TransferChain,
  transactions: readonly Transaction[],
  verifier: SignatureVerifier,
  holdsMs: number[],
  selectionsMs: number[],
): Promise<number> {
  const temporary = await openTemporaryStore(network);
  try {
    const [clock, log, verified] = [new SystemClock(), SILENT_LOG, new SignatureCache()];
    const chain = await Chain.open({ network, store: temporary.store, verifier, verified, clock, log });
    const mempool = new Mempool(defaultMempoolParameters(network.parameters.maxBlockBytes), clock);
    const accounts = chain.accounts.bind(chain);
    const store = new SqliteMempoolStore(temporary.store);
    const updates = new MempoolUpdates({ mempool, store, queue: chain.queue, accounts, log });
    const context = chainContextOf(network);
    const submit = new SubmitTransaction({ mempool, updates, verifier, verified, context, accounts });
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const rate = await perSecond(transactions.length, async () => {
      for (let from = 0; from < transactions.length; from += PER_MESSAGE) {
        const message = transactions.slice(from, from + PER_MESSAGE).map(({ bytes }) => bytes.slice());
        const submissions = await submit.submitAll(message, 'peer');
        invariant(
          submissions.every(({ ok }) => ok),
          'all are taken',
        );
      }
    });
    delay.disable();
    holdsMs.push(delay.max / NANOSECONDS_PER_MS);
    const start = performance.now();
    invariant(mempool.view.select(SPACE).length > 0, 'a block is filled');
    selectionsMs.push(performance.now() - start);
    await chain.close();
    return rate;
  } finally {
    await temporary.remove();
  }
}

async function perSecond(count: number, run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return (count / (performance.now() - start)) * 1000;
}
