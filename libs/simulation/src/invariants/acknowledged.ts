import type { FullNode } from '#domain/node/full-node';
import type { BlockAnnouncement, ResponseOf } from '#domain/peer-network/messages';
import { type Hash, hashFromBytes, sha256d } from '#domain/primitives/hash';
import type { Transaction } from '#domain/transaction/transaction';

/** More than a run has of either. */
const MAX_REMEMBERED = 10_000;

/** What one peer has told others is safe. Its word outlives its processes. */
export class Acknowledged {
  private readonly blocks = new Set<Hash>();
  /** By sender and nonce: a payment may be confirmed in another form with the same nonce. */
  private readonly payments = new Map<string, Transaction>();

  /** What it answers to an announced block is its word. */
  answered(command: string, request: unknown, answer: unknown): void {
    if (command !== 'BRCHEESE') return;
    const { outcome } = answer as ResponseOf<'BRCHEESE'>;
    if (outcome !== 'connected' && outcome !== 'stored') return;
    this.block(hashFromBytes(sha256d((request as BlockAnnouncement).header)));
  }

  block(hash: Hash): void {
    if (this.blocks.size < MAX_REMEMBERED) this.blocks.add(hash);
  }

  payment(transaction: Transaction): void {
    const { senderAccount, nonce } = transaction;
    if (this.payments.size < MAX_REMEMBERED) this.payments.set(`${senderAccount} ${nonce}`, transaction);
  }

  /** What a node no longer has of it; undefined when all is there. */
  async missingFrom(node: FullNode): Promise<string | undefined> {
    for (const hash of this.blocks) {
      const entry = await node.chain.find(hash);
      // A block that was stored on a side branch may turn out to break a rule when its turn comes.
      const isThere = entry !== undefined && entry.status !== 'header';
      if (!isThere) return `block ${hash} was acknowledged and is gone`;
    }
    for (const { senderAccount, nonce, id } of this.payments.values()) {
      const state = (await node.chain.accounts([senderAccount])).get(senderAccount);
      if ((state?.nonce ?? 0) > nonce) continue;
      const { sent } = node.mempool.view.pendingOf(senderAccount);
      if (sent.some(({ transaction }) => transaction.nonce === nonce)) continue;
      return `payment ${id} (nonce ${nonce}) was acknowledged, and is neither confirmed nor open`;
    }
    return undefined;
  }
}
