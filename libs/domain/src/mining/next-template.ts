import type { Block } from '../block/block.ts';
import { MIN_EXTRA_BYTES } from '../block/reward.ts';
import type { Chain } from '../chain/chain.ts';
import type { HeaderPlace } from '../chain/header-context-rules.ts';
import { type Clock, nowSeconds } from '../primitives/clock.port.ts';
import { invariant } from '../primitives/invariant.ts';
import type { Random } from '../primitives/random.port.ts';
import { accepted, type Result } from '../primitives/result.ts';
import type { AccountId } from '../transaction/account.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { createTemplate, templateSpace } from './block-template.ts';
import type { MiningRefusal } from './mining.errors.ts';

/** Where templates take their transactions from: the open ones, best first, in an order the ledger accepts. */
export interface TransactionSource {
  select(space: { readonly bytes: number; readonly transactions: number }): readonly Transaction[];
}

export interface TemplateDependencies {
  readonly chain: Chain;
  readonly transactions: TransactionSource;
  readonly clock: Clock;
  readonly random: Random;
}

/** A block to be mined, and where it will stand. */
export interface PlacedTemplate {
  readonly block: Block;
  readonly place: HeaderPlace;
}

/**
 * A template for the tip as it now is. Each has its own 32 random extra bytes, so a search that used up all nonces
 * goes on in a new space. Waits for the chain's queue: never wait for it from within.
 */
export async function nextTemplate(
  { chain, transactions, clock, random }: TemplateDependencies,
  recipient: AccountId,
): Promise<Result<PlacedTemplate, MiningRefusal>> {
  return chain.queue.run(async () => {
    const parent = chain.tip;
    const grandparent = parent.height === 0 ? undefined : await chain.find(parent.header.previousHash);
    invariant(parent.height === 0 || grandparent !== undefined, 'every block above genesis stands on a known one');
    const place = { parent, grandparent };
    const block = createTemplate(chain.network, {
      place,
      recipient,
      transactions: transactions.select(templateSpace(chain.network)),
      extra: random.bytes(MIN_EXTRA_BYTES),
      now: nowSeconds(clock),
    });
    return block.ok ? accepted({ block: block.value, place }) : block;
  });
}
