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
  /** Of blocks that have left the best chain: see `undoneTransactions`. */
  readonly undone: readonly Transaction[];
  readonly log: Log;
}

export interface Restoration {
  readonly restored: number;
  /** Of those that were stored. */
  readonly refused: number;
  /** Of those of undone blocks that were not stored. */
  readonly reopened: number;
}

/** A tenth of a second of signature checks, and a few milliseconds of the event loop. */
const MAX_BATCH_TRANSACTIONS = 1_024;

interface Kept {
  readonly transaction: Transaction;
  /** Undefined for one of an undone block. */
  readonly firstSeenMs?: number;
}

/**
 * Takes in what was open when the node stopped, and what undone blocks gave back without its being stored, by the same
 * rules, signatures included: the file may have been changed by anyone, and the chain may be another. Only the entry
 * fee isn't asked again. What fails leaves the store. Both together: of an account whose block was undone, those that
 * are stored follow those that are not, and would be refused behind such a gap.
 */
export async function restoreMempool(dependencies: RestoreDependencies): Promise<Restoration> {
  const { store, updates, undone, log } = dependencies;
  const stored = await store.load();
  const ids = new Set(stored.map(({ id }) => id));
  const lost: Hash[] = [];
  const lose = (id: Hash, refusal: SubmitRefusal): void => {
    // Most of what undone blocks had is confirmed again.
    if (!ids.has(id)) return;
    lost.push(id);
    log.info('an open transaction is not taken over', { id, reason: refusal.code });
  };
  const kept = inNonceOrder(decodeAll(stored, dependencies, lose), undone);
  let opened = 0;
  for (let start = 0; start < kept.length; start += MAX_BATCH_TRANSACTIONS) {
    const good = await checkBatch(kept.slice(start, start + MAX_BATCH_TRANSACTIONS), dependencies, lose);
    const durability = good.some(({ firstSeenMs }) => firstSeenMs === undefined) ? 'full' : 'normal';
    opened += await updates.run((mempool) => admitBatch(mempool, good, dependencies, lose), durability, ids);
  }
  if (lost.length > 0) await store.write({ added: [], removed: lost, durability: 'normal' });
  const restored = stored.length - lost.length;
  return { restored, refused: lost.length, reopened: opened - restored };
}

type Lose = (id: Hash, refusal: SubmitRefusal) => void;

/**
 * So that none waits behind a gap that was none: a replacement came later than its successors, and what is stored came
 * after the undone block. Where both have a nonce, what is stored was the last word.
 */
function inNonceOrder(stored: readonly Kept[], undone: readonly Transaction[]): Kept[] {
  const place = ({ senderAccount, nonce }: Transaction) => `${senderAccount} ${nonce}`;
  const taken = new Set(stored.map(({ transaction }) => place(transaction)));
  const missing = undone.filter((transaction) => !taken.has(place(transaction)));
  return [...stored, ...missing.map((transaction) => ({ transaction }))].sort(
    (left, right) => left.transaction.nonce - right.transaction.nonce,
  );
}

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
  return kept;
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

/** Gives how many it admitted. */
async function admitBatch(
  mempool: Mempool,
  batch: readonly Kept[],
  { accounts }: RestoreDependencies,
  lose: Lose,
): Promise<number> {
  const states = await accounts([...new Set(batch.map(({ transaction }) => transaction.senderAccount))]);
  let admitted = 0;
  for (const { transaction, firstSeenMs } of batch) {
    const ends = { sender: states.get(transaction.senderAccount), recipientExists: true };
    const admission = mempool.admit(transaction, ends, firstSeenMs, 'waived');
    if (admission.ok) admitted++;
    else lose(transaction.id, admission.refusal);
  }
  return admitted;
}
