import type { Hash } from '../primitives/hash.ts';
import type { Log } from '../primitives/log.port.ts';
import type { Result } from '../primitives/result.ts';
import { checkTransactionFields, signatureCheckOf, whySignatureFails } from '../transaction/structural-rules.ts';
import { decodeTransaction, type Transaction } from '../transaction/transaction.ts';
import type { Mempool } from './mempool.ts';
import type { MempoolStore, StoredTransaction } from './mempool-store.port.ts';
import type { SubmitDependencies, SubmitRefusal } from './submit-transaction.ts';

export interface RestoreDependencies extends SubmitDependencies {
  readonly store: MempoolStore;
  readonly log: Log;
}

/** A tenth of a second of signature checks, and a few milliseconds of the event loop. */
const MAX_BATCH_TRANSACTIONS = 1_024;

interface Kept {
  readonly transaction: Transaction;
  readonly firstSeenMs: number;
}

/**
 * Takes in what was open when the node stopped, by the same rules, signatures included: the file may have been changed
 * by anyone, and the chain may be another. Only the entry fee isn't asked again. What fails leaves the store.
 */
export async function restoreMempool(
  dependencies: RestoreDependencies,
): Promise<{ readonly restored: number; readonly refused: number }> {
  const { store, updates, log } = dependencies;
  const stored = await store.load();
  const ids = new Set(stored.map(({ id }) => id));
  const lost: Hash[] = [];
  const lose = (id: Hash, refusal: SubmitRefusal): void => {
    lost.push(id);
    log.info('an open transaction is not taken over', { id, reason: refusal.code });
  };
  const kept = decodeAll(stored, dependencies, lose);
  for (let start = 0; start < kept.length; start += MAX_BATCH_TRANSACTIONS) {
    const good = await checkBatch(kept.slice(start, start + MAX_BATCH_TRANSACTIONS), dependencies, lose);
    await updates.run((mempool) => admitBatch(mempool, good, dependencies, lose), 'normal', ids);
  }
  if (lost.length > 0) await store.write({ added: [], removed: lost, durability: 'normal' });
  return { restored: stored.length - lost.length, refused: lost.length };
}

type Lose = (id: Hash, refusal: SubmitRefusal) => void;

/** In nonce order, so that none waits behind a gap that was none: a replacement came later than its successors. */
function decodeAll(stored: readonly StoredTransaction[], { context }: RestoreDependencies, lose: Lose): Kept[] {
  const kept: Kept[] = [];
  for (const { id, bytes, firstSeenMs } of stored) {
    const decoded: Result<Transaction, SubmitRefusal> = decodeTransaction(bytes);
    const refusal = decoded.ok
      ? (checkTransactionFields(decoded.value, context) ?? checkUnchanged(decoded.value, id))
      : decoded.refusal;
    if (refusal !== undefined) lose(id, refusal);
    else if (decoded.ok) kept.push({ transaction: decoded.value, firstSeenMs });
  }
  return kept.sort((left, right) => left.transaction.nonce - right.transaction.nonce);
}

/** A changed byte changes the id, so that this much is seen without a look at the signature. */
function checkUnchanged({ id }: Transaction, stored: Hash): SubmitRefusal | undefined {
  return id === stored ? undefined : { code: 'transaction-signature-invalid', id };
}

async function checkBatch(batch: Kept[], dependencies: RestoreDependencies, lose: Lose): Promise<Kept[]> {
  const { verifier, verified, context } = dependencies;
  const good = await verifier.verify(
    batch.map(({ transaction }) => signatureCheckOf(transaction, context.genesisHash)),
  );
  return batch.filter(({ transaction }, index) => {
    if (good[index] === true) verified.add(transaction.id);
    else lose(transaction.id, whySignatureFails(transaction));
    return good[index] === true;
  });
}

async function admitBatch(
  mempool: Mempool,
  batch: readonly Kept[],
  { accounts }: RestoreDependencies,
  lose: Lose,
): Promise<void> {
  const states = await accounts([...new Set(batch.map(({ transaction }) => transaction.senderAccount))]);
  for (const { transaction, firstSeenMs } of batch) {
    const ends = { sender: states.get(transaction.senderAccount), recipientExists: true };
    const admission = mempool.admit(transaction, ends, firstSeenMs, 'waived');
    if (!admission.ok) lose(transaction.id, admission.refusal);
  }
}
