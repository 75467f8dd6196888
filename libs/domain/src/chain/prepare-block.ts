import type { Block } from '../block/block.ts';
import { checkDelivery, checkSize } from '../block/delivery-rules.ts';
import { checkBodyStructure, checkHeaderStructure, type StructuralContext } from '../block/structural-rules.ts';
import type { Clock } from '../primitives/clock.port.ts';
import type { SignatureVerifier } from '../transaction/signature-verifier.port.ts';
import { checkSignatures } from '../transaction/structural-rules.ts';
import type { BlockRefusal } from './chain.errors.ts';

/** Hashing so many transfers takes two or three milliseconds. */
const TRANSFERS_PER_BREATH = 512;

/** Ids of transactions whose signatures were found good before. */
export interface VerifiedTransactions {
  has(id: string): boolean;
}

export interface PrepareDependencies {
  readonly verifier: SignatureVerifier;
  readonly verified: VerifiedTransactions;
  readonly clock: Pick<Clock, 'breathe'>;
}

/**
 * Everything about a block that needs no other block: proof of work first, since it is what an attacker must pay
 * for the rest; then whether these bytes are the body that the header names; then structure; signatures last.
 * Safe to run for many blocks at once; others run between parts of a large one.
 */
export async function prepareBlock(
  block: Block,
  context: StructuralContext & { readonly maxBlockBytes: number },
  { verifier, verified, clock }: PrepareDependencies,
): Promise<BlockRefusal | undefined> {
  const unfit = checkHeaderStructure(block.header, context) ?? checkSize(block, context.maxBlockBytes);
  if (unfit !== undefined) return unfit;
  await hashInParts(block, clock);
  const refusal = checkDelivery(block, context.maxBlockBytes) ?? checkBodyStructure(block, context);
  if (refusal !== undefined) return refusal;
  const unverified = block.transactions.filter(({ id }) => !verified.has(id));
  const failure = await checkSignatures(unverified, context.genesisHash, verifier);
  if (failure === undefined) return undefined;
  const index = block.transactions.indexOf(unverified[failure.index] as (typeof unverified)[number]);
  return { ...failure.refusal, index };
}

/** Everything that a transaction is hashed for is kept with it: what comes after finds it there. */
async function hashInParts({ transactions }: Block, clock: PrepareDependencies['clock']): Promise<void> {
  for (const [index, transaction] of transactions.entries()) {
    transaction.hashAhead();
    if (index % TRANSFERS_PER_BREATH === TRANSFERS_PER_BREATH - 1) await clock.breathe();
  }
}
