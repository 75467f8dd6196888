import { decodeCompact, formatBits } from '../chain/target.ts';
import { hashMeetsTarget } from '../chain/work.ts';
import type { Crumbs } from '../primitives/crumbs.ts';
import { checkTransactionFields, type TransactionContext } from '../transaction/structural-rules.ts';
import type { BlockStructureRefusal, HeaderRefusal } from './block.errors.ts';
import type { Block } from './block.ts';
import type { Header } from './header.ts';

/** The version every header has, with the bits that miners may use as a second nonce (BIP 320). */
const HEADER_VERSION = 0x2000_0000;
export const FREE_VERSION_BITS = 0x1fff_e000;

export interface StructuralContext extends TransactionContext {
  readonly easiestBits: number;
  readonly easiestTarget: bigint;
}

/** The rules of a header alone, cheapest first. */
export function checkHeaderStructure(header: Header, context: StructuralContext): HeaderRefusal | undefined {
  return checkHeaderVersion(header) ?? checkProofOfWork(header, context);
}

export function checkHeaderVersion({ version }: Header): HeaderRefusal | undefined {
  return (version & ~FREE_VERSION_BITS) === HEADER_VERSION ? undefined : { code: 'header-version', version };
}

/** Bits that stand for a target, one not too easy, and a hash that meets it. */
export function checkProofOfWork(header: Header, context: StructuralContext): HeaderRefusal | undefined {
  const bits = formatBits(header.bits);
  const target = decodeCompact(header.bits);
  if (!target.ok) return { code: 'header-bits-invalid', bits, reason: target.refusal.code };
  if (target.value > context.easiestTarget) {
    return { code: 'header-target-too-easy', bits, easiestBits: formatBits(context.easiestBits) };
  }
  if (hashMeetsTarget(header.hashBytes, target.value)) return undefined;
  return { code: 'header-work-insufficient', hash: header.hash, bits };
}

/** The rules of a body that need no other block, but for the signatures. */
export function checkBodyStructure(block: Block, context: StructuralContext): BlockStructureRefusal | undefined {
  const reward = checkRewardSize(block.reward.amount, context.maxSupply);
  if (reward !== undefined) return reward;
  for (const [index, transaction] of block.transactions.entries()) {
    const refusal = checkTransactionFields(transaction, context);
    if (refusal !== undefined) return { ...refusal, index };
  }
  return undefined;
}

export function checkRewardSize(amount: Crumbs, maximum: number): BlockStructureRefusal | undefined {
  return amount <= maximum ? undefined : { code: 'reward-too-large', amount, maximum };
}
