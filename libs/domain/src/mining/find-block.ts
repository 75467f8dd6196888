import { assembleBlock, type Block } from '../block/block.ts';
import { withNonce } from '../block/header.ts';
import { nextEasingTime } from '../chain/difficulty.ts';
import { targetOf } from '../chain/target.ts';
import { type Cancellation, CancellationSource } from '../primitives/cancellation.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import type { AccountId } from '../transaction/account.ts';
import type { Miner, MiningProgress } from './miner.port.ts';
import type { MiningRefusal } from './mining.errors.ts';
import { nextTemplate, type PlacedTemplate, type TemplateDependencies } from './next-template.ts';

/** A slow miner needs longer for all nonces of a header, whose time should not lie further back than this. */
const MAX_SEARCH_MS = 60 * 60 * 1000;

export interface FindBlockDependencies extends TemplateDependencies {
  readonly miner: Miner;
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
    const nonce = await search(dependencies, template.value, request);
    if (nonce === undefined) continue;
    const { header, reward, transactions } = template.value.block;
    return accepted(assembleBlock(withNonce(header, nonce), reward, transactions));
  }
  return refused({ code: 'mining-cancelled' });
}

/** The nonce, or undefined when the work went out of date, was used up or was cancelled. */
async function search(
  { miner, clock, chain }: FindBlockDependencies,
  { block, place }: PlacedTemplate,
  request: FindBlockRequest,
): Promise<number | undefined> {
  const attempt = new CancellationSource();
  const untie = attempt.follow(request.cancellation);
  const parentTime = place.parent.header.timestamp;
  // On a chain that stands still, a new header needs less work from then on.
  const easedMs = nextEasingTime(chain.network.difficultyRule, parentTime, block.header.timestamp) * 1000;
  const timer = clock.setTimer(Math.min(Math.max(0, easedMs - clock.nowMs()), MAX_SEARCH_MS), () => attempt.abort());
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
    timer.cancel();
    unsubscribe();
    untie();
  }
}
