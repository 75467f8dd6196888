import { assembleBlock, type Block } from '#domain/block/block';
import type { HeaderPlace } from '#domain/chain/header-context-rules';
import type { Network } from '#domain/network-params/network';
import { crumbs } from '#domain/primitives/crumbs';
import type { Hash } from '#domain/primitives/hash';
import { assembleTransaction, encodeTransactionBody, type Transaction } from '#domain/transaction/transaction';
import { buildBlock, genesisPlace, placeAfter } from '#test/build-block';
import { testKey } from '#test/keys';
import { type ReferenceState, replay } from './reference-ledger.ts';
import type { Step } from './steps.ts';

interface Payment {
  readonly from: number;
  readonly to: number;
  readonly amount: number;
  readonly fee: number;
}

/** A block that somebody mined, with all that the reference knows of it. */
export interface WorldBlock {
  readonly block: Block;
  readonly place: HeaderPlace;
  /** All blocks from height 1 up to this one. */
  readonly path: readonly WorldBlock[];
  /** Work of the whole path, genesis not counted. */
  readonly work: bigint;
  /** The accounts after it; undefined when it, or a block below it, breaks a rule. */
  readonly state: ReferenceState | undefined;
}

/** Every block that was mined anywhere, delivered or not, good or bad. */
export class BlockWorld {
  readonly blocks: WorldBlock[] = [];
  readonly transactions: Transaction[] = [];
  /** Transactions whose signatures count as checked: all but the forged ones. */
  readonly signed = new Set<string>();
  /** The accounts at genesis. */
  readonly origin: ReferenceState;

  constructor(readonly network: Network) {
    const origin = replay(network, []);
    if (origin === undefined) throw new Error('a chain of no blocks breaks no rule');
    this.origin = origin;
  }

  mine(step: Step & { readonly kind: 'mine' }): WorldBlock {
    const parents = step.onBad ? this.blocks : this.blocks.filter(({ state }) => state !== undefined);
    const parent = parents.at(-1 - step.back);
    const transactions = this.choosePayments(step, parent?.state ?? this.origin);
    const place =
      parent === undefined ? genesisPlace(this.network) : placeAfter(this.network, parent.place, parent.block.header);
    const plain = buildBlock(this.network, place, { transactions, mined: false }).reward.amount;
    const change = { 'reward-more': 1, 'reward-less': -1 }[step.flaw as string] ?? 0;
    const block = buildBlock(this.network, place, {
      transactions,
      recipient: testKey(step.miner).account,
      timestamp: place.parent.header.timestamp + step.gapSeconds,
      extraNonce: this.blocks.length,
      rewardAmount: Math.max(0, plain + change),
      rewardHeight: place.parent.height + (step.flaw === 'reward-height' ? 2 : 1),
    });
    const above = parent?.path ?? [];
    const isGood = transactions.every(({ id }) => this.signed.has(id));
    const parentIsGood = parent === undefined || parent.state !== undefined;
    const state =
      isGood && parentIsGood ? replay(this.network, [...above.map((each) => each.block), block]) : undefined;
    const path: WorldBlock[] = [...above];
    const made: WorldBlock = { block, place, path, work: (parent?.work ?? 0n) + workOf(block.header.bits), state };
    path.push(made);
    this.blocks.push(made);
    return made;
  }

  /** The block as a liar delivers it: with its last transaction missing or, if it has none, with another reward. */
  garble({ block, place }: WorldBlock): Block {
    const { header, reward, transactions } = block;
    if (transactions.length > 0) return assembleBlock(header, reward, transactions.slice(0, -1));
    return assembleBlock(header, buildBlock(this.network, place, { extraNonce: 1_000_000, mined: false }).reward, []);
  }

  private choosePayments(step: Step & { readonly kind: 'mine' }, { accounts }: ReferenceState): Transaction[] {
    const spent = new Map<number, { readonly amount: number; readonly count: number }>();
    return step.payments.flatMap((wish) => {
      if (wish.kind === 'again')
        return this.transactions.slice(wish.which % (this.transactions.length + 1)).slice(0, 1);
      const { balance = 0n, nonce = 0 } = accounts.get(testKey(wish.from).account) ?? {};
      const before = spent.get(wish.from) ?? { amount: 0, count: 0 };
      const amount = Math.max(1, Math.floor((Number(balance) - before.amount - wish.fee) * wish.share));
      if (Number(balance) < before.amount + wish.fee + 1 && wish.share <= 1) return [];
      spent.set(wish.from, { amount: before.amount + amount + wish.fee, count: before.count + 1 });
      const next = nonce + before.count + (step.flaw === 'nonce' ? 1 : 0);
      return [this.pay({ ...wish, amount }, next, step.flaw === 'forged')];
    });
  }

  /** The ledger doesn't look at signatures: they are left out here, for speed, unless they are to be found false. */
  private pay(wish: Payment, nonce: number, forged: boolean): Transaction {
    const body = encodeTransactionBody({
      version: 1,
      chainId: this.network.chainId,
      sender: testKey(wish.from).publicKey,
      nonce,
      recipient: testKey(wish.to).account,
      amount: crumbs(wish.amount),
      fee: crumbs(wish.fee),
      memo: new Uint8Array(0),
    });
    const transaction = assembleTransaction(body, new Uint8Array(64).fill(forged ? 1 : 2));
    if (!forged) {
      this.signed.add(transaction.id);
      this.transactions.push(transaction);
    }
    return transaction;
  }
}

/** A block's work, counted from its bits without the help of the code under test. */
function workOf(bits: number): bigint {
  const target = BigInt(bits & 0x7fffff) * 256n ** BigInt((bits >>> 24) - 3);
  return 2n ** 256n / (target + 1n);
}

/** The hash of the best block, or of genesis. */
export function hashOf(network: Network, best: WorldBlock | undefined): Hash {
  return best?.block.hash ?? network.genesisHash;
}
