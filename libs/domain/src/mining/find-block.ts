import { assembleBlock, type Block } from '../block/block.ts';
import { withNonce } from '../block/header.ts';
import { MIN_EXTRA_BYTES } from '../block/reward.ts';
import type { Chain } from '../chain/chain.ts';
import { targetOf } from '../chain/target.ts';
import { type Cancellation, CancellationSource } from '../primitives/cancellation.ts';
import { type Clock, nowSeconds } from '../primitives/clock.port.ts';
import { invariant } from '../primitives/invariant.ts';
import type { Random } from '../primitives/random.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import type { AccountId } from '../transaction/account.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { createTemplate, templateSpace } from './block-template.ts';
import type { Miner, MiningProgress } from './miner.port.ts';
import type { MiningRefusal } from './mining.errors.ts';

/** Where templates take their transactions from: the open ones, best first, in an order the ledger accepts. */
export interface TransactionSource {
  select(space: { readonly bytes: number; readonly transactions: number }): readonly Transaction[];
}

export interface FindBlockDependencies {
  readonly chain: Chain;
  readonly transactions: TransactionSource;
  readonly miner: Miner;
  readonly clock: Clock;
  readonly random: Random;
}

export interface FindBlockRequest {
  readonly recipient: AccountId;
  readonly threads: number;
  readonly cancellation: Cancellation;
  /** Told when the work at hand is out of date: the search then goes on with a new template. */
  readonly stale: { subscribe(listener: () => void): () => void };
  readonly onProgress?: (progress: MiningProgress) => void;
}

/** Searches until a block is found on top of the chain as it then is, or the search is cancelled. */
export async function findBlock(
  dependencies: FindBlockDependencies,
  request: FindBlockRequest,
): Promise<Result<Block, MiningRefusal>> {
  while (!request.cancellation.aborted) {
    const template = await nextTemplate(dependencies, request.recipient);
    if (!template.ok) return template;
    const nonce = await search(dependencies.miner, template.value, request);
    if (nonce === undefined) continue;
    const { header, reward, transactions } = template.value;
    return accepted(assembleBlock(withNonce(header, nonce), reward, transactions));
  }
  return refused({ code: 'mining-cancelled' });
}

/** Each template has its own random extra bytes, so a search that used up all nonces goes on in a new space. */
async function nextTemplate(
  { chain, transactions, clock, random }: FindBlockDependencies,
  recipient: AccountId,
): Promise<Result<Block, MiningRefusal>> {
  return chain.queue.run(async () => {
    const parent = chain.tip;
    const grandparent = parent.height === 0 ? undefined : await chain.find(parent.header.previousHash);
    invariant(parent.height === 0 || grandparent !== undefined, 'every block above genesis stands on a known one');
    return createTemplate(chain.network, {
      place: { parent, grandparent },
      recipient,
      transactions: transactions.select(templateSpace(chain.network)),
      extra: random.bytes(MIN_EXTRA_BYTES),
      now: nowSeconds(clock),
    });
  });
}

/** The nonce, or undefined when the work went out of date, was used up or was cancelled. */
async function search(miner: Miner, block: Block, request: FindBlockRequest): Promise<number | undefined> {
  const attempt = new CancellationSource();
  const untie = attempt.follow(request.cancellation);
  const unsubscribe = request.stale.subscribe(() => attempt.abort());
  try {
    const outcome = await miner.search({
      header: block.header.bytes,
      target: targetOf(block.header.bits),
      threads: request.threads,
      cancellation: attempt,
      ...(request.onProgress === undefined ? {} : { onProgress: request.onProgress }),
    });
    return outcome.kind === 'found' ? outcome.nonce : undefined;
  } finally {
    unsubscribe();
    untie();
  }
}
