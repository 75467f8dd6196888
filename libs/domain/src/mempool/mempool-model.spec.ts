import fc from 'fast-check';
import { ManualClock } from '#test/manual-clock';
import { NaiveChain } from '#test/naive-chain';
import { numberedAccount, unsignedTransfer } from '#test/unsigned-transfer';
import { bytesInBlock } from '../block/block.ts';
import { crumbs } from '../primitives/crumbs.ts';
import type { Hash } from '../primitives/hash.ts';
import { invariant } from '../primitives/invariant.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { NetMoves } from './chain-moves.ts';
import { Mempool } from './mempool.ts';
import { defaultMempoolParameters, type MempoolParameters } from './mempool-parameters.ts';

const HOUR_MS = 60 * 60 * 1000;
const ACCOUNTS = 5;
const START_BALANCE = 60_000;
const RUNS = 300;

/** Caps so small that random play runs into all of them. */
const TIGHT: MempoolParameters = {
  ...defaultMempoolParameters(5_000),
  maximumTransactions: 14,
  maximumBytes: 2_600,
  maximumPerAccount: 6,
  maximumBehindGapPerAccount: 3,
  maximumBehindGap: 5,
};

type Step =
  | { readonly kind: 'pay'; readonly from: number; readonly to: number; readonly ahead: number; readonly fee: number }
  | { readonly kind: 'chain'; readonly undo: number; readonly blocks: readonly number[] }
  | { readonly kind: 'wait'; readonly hours: number };

const pay = fc.record({
  kind: fc.constant('pay' as const),
  from: fc.nat(ACCOUNTS - 1),
  to: fc.nat(ACCOUNTS - 1),
  ahead: fc.integer({ min: -2, max: 7 }),
  fee: fc.integer({ min: 100, max: 3_000 }),
});
const chain = fc.record({
  kind: fc.constant('chain' as const),
  undo: fc.nat(3),
  blocks: fc.array(fc.nat(2 ** 20), { maxLength: 4 }),
});
const wait = fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 40 }) });
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof({ weight: 12, arbitrary: pay }, { weight: 3, arbitrary: chain }, { weight: 1, arbitrary: wait }),
  { maxLength: 120, size: 'max' },
);

/** A mempool on a plain chain, with everything written down beside it that must agree with it. */
class Play {
  readonly clock = new ManualClock(1_000_000_000_000);
  readonly mempool: Mempool;
  readonly chain = new NaiveChain(
    new Map(
      Array.from({ length: ACCOUNTS - 1 }, (_, number) => [
        numberedAccount(number),
        { balance: crumbs(START_BALANCE), nonce: 0 },
      ]),
    ),
  );
  /** Every transaction there ever was, for blocks to choose from. */
  readonly made: Transaction[] = [];
  /** What the events say is open. */
  readonly told = new Set<Hash>();
  /** What the store would hold. */
  readonly stored = new Set<Hash>();

  constructor(private readonly parameters: MempoolParameters) {
    this.mempool = new Mempool(parameters, this.clock);
  }

  take(step: Step): void {
    if (step.kind === 'pay') this.pay(step);
    else if (step.kind === 'chain') this.moveChain(step);
    else {
      this.clock.advance(step.hours * HOUR_MS);
      this.mempool.expire();
    }
    this.listen();
  }

  private pay({ from, to, ahead, fee }: Extract<Step, { kind: 'pay' }>): void {
    const nonce = Math.max(0, (this.chain.stateOf(numberedAccount(from))?.nonce ?? 0) + ahead);
    const memo = 'm'.repeat(fee % 60);
    const transaction = unsignedTransfer({ from, to, nonce, amount: 1 + ((fee * 37) % 9_000), fee, memo });
    this.made.push(transaction);
    const recipientExists = this.chain.stateOf(transaction.recipient) !== undefined;
    const verdict = this.parameters === TIGHT ? undefined : this.plainVerdict(transaction, recipientExists);
    const sender = this.chain.stateOf(transaction.senderAccount);
    const admission = this.mempool.admit(transaction, { sender, recipientExists });
    const code = admission.ok ? 'taken' : admission.refusal.code;
    invariant(verdict === undefined || code === verdict, `${code} should be ${verdict}`);
  }

  /** What the rules say where no cap is in the way, read off the plain lists. */
  private plainVerdict(transaction: Transaction, recipientExists: boolean): string {
    const { id, senderAccount, recipient, nonce, amount, fee, bytes } = transaction;
    const { balance, nonce: expected } = this.chain.stateOf(senderAccount) ?? { balance: 0, nonce: 0 };
    const { sent } = this.mempool.view.pendingOf(senderAccount);
    if (this.mempool.view.has(id)) return 'mempool-known';
    if (nonce < expected) return 'mempool-nonce-used';
    if (fee < bytes.length) return 'mempool-fee-too-low';
    if (!recipientExists && recipient !== senderAccount && fee < 10 * bytes.length) return 'mempool-new-account-fee';
    const old = sent.find((entry) => entry.nonce === nonce)?.transaction;
    const isBetter = (from: Transaction) =>
      fee * 10 >= from.fee * 11 &&
      fee * 10 * from.bytes.length >= from.fee * 11 * bytes.length &&
      fee >= from.fee + bytes.length;
    if (old !== undefined && !isBetter(old)) return 'mempool-replacement-fee';
    let cost = amount + fee;
    for (const entry of sent) if (entry.nonce < nonce) cost += entry.cost;
    if (cost > balance) return 'mempool-balance-insufficient';
    let lostFees = 0;
    for (const entry of sent.filter((each) => each.nonce > nonce)) {
      cost += entry.cost;
      if (cost > balance) lostFees += entry.transaction.fee;
    }
    const uncovers = old !== undefined && lostFees > 0 && fee < old.fee + lostFees + bytes.length;
    return uncovers ? 'mempool-replacement-uncovers' : 'taken';
  }

  /** Each block takes what the pool would give a miner, or any transactions that were ever made. */
  private moveChain({ undo, blocks }: Extract<Step, { kind: 'chain' }>): void {
    const candidates = blocks.map((choice) =>
      choice % 3 === 0
        ? this.mempool.view.select({ bytes: 1_000, transactions: 5 })
        : this.made.filter((_, index) => (choice >> (index % 20)) % 2 === 1),
    );
    const moves = new NetMoves([this.chain.move(undo, candidates)]);
    const needed = this.mempool.accountsFor(moves);
    this.mempool.chainMoved(moves, new Map(needed.map((account) => [account, this.chain.stateOf(account)])));
  }

  private listen(): void {
    const { events, added, removed } = this.mempool.takeChange();
    for (const { kind, transaction } of events) {
      if (kind === 'opened') {
        invariant(!this.told.has(transaction.id), 'nothing opens twice');
        this.told.add(transaction.id);
      } else if (kind !== 'gap-closed') this.told.delete(transaction.id);
    }
    for (const id of removed) this.stored.delete(id);
    for (const { id } of added) this.stored.add(id);
  }

  /** Every open transaction is valid on the confirmed state, in order; nothing came or went unsaid; caps hold. */
  check(): void {
    const { view } = this.mempool;
    const open = [...view.all()];
    for (const known of [this.told, this.stored]) {
      invariant(known.size === open.length && open.every(({ id }) => known.has(id)), 'nothing comes or goes unsaid');
    }
    invariant(view.bytes === open.reduce((sum, { bytes }) => sum + bytes.length, 0), 'bytes are counted');
    invariant(view.size <= this.parameters.maximumTransactions, 'the cap of transactions holds');
    invariant(view.bytes <= this.parameters.maximumBytes, 'the cap of bytes holds');
    invariant(view.behindGap <= this.parameters.maximumBehindGap, 'the cap of those behind gaps holds');
    let ready = 0;
    for (let number = 0; number < ACCOUNTS; number++) ready += this.checkAccount(number);
    invariant([...view.relayable()].length === ready, 'what is relayed can be mined');
    invariant(view.size === ready + view.behindGap, 'all others are behind gaps');
  }

  /** How many of the account's can be mined. */
  private checkAccount(number: number): number {
    const account = numberedAccount(number);
    const { balance, nonce } = this.chain.stateOf(account) ?? { balance: 0, nonce: 0 };
    const { sent, outgoing } = this.mempool.view.pendingOf(account);
    const ready = sent.filter(({ behindGap }) => !behindGap);
    const first = sent[ready.length];
    const { maximumPerAccount, maximumBehindGapPerAccount } = this.parameters;
    invariant(
      sent.slice(0, ready.length).every((entry, index) => entry.nonce === nonce + index),
      'ready transactions follow the confirmed ones',
    );
    invariant(first === undefined || first.nonce > nonce + ready.length, 'a gap is a gap');
    invariant(outgoing <= balance, 'the confirmed balance covers all');
    invariant(sent.length <= maximumPerAccount, 'the cap of an account holds');
    invariant(sent.length - ready.length <= maximumBehindGapPerAccount, 'the cap behind its gap holds');
    return ready.length;
  }

  /** What a miner gets connects on the plain chain, and is what the plainest choice gives. */
  checkSelection(): void {
    const selected = this.mempool.view.select({ bytes: 900, transactions: 5 });
    invariant(this.chain.after(selected) !== undefined, 'what is selected connects');
    const plain = this.plainSelection(900, 5);
    invariant(
      selected.length === plain.length && selected.every((each, i) => each === plain[i]),
      'the best is selected',
    );
  }

  private plainSelection(bytes: number, transactions: number): Transaction[] {
    const queues = Array.from({ length: ACCOUNTS }, (_, number) =>
      this.mempool.view.pendingOf(numberedAccount(number)).sent.filter(({ behindGap }) => !behindGap),
    );
    const chosen: Transaction[] = [];
    let room = bytes;
    while (chosen.length < transactions) {
      const heads = queues.filter(({ length }) => length > 0);
      heads.sort(([a], [b]) => (b?.feeRate ?? 0) - (a?.feeRate ?? 0) || (a?.arrival ?? 0) - (b?.arrival ?? 0));
      const [queue] = heads;
      const head = queue?.shift()?.transaction;
      if (queue === undefined || head === undefined) break;
      if (bytesInBlock(head) > room) queue.splice(0);
      else {
        chosen.push(head);
        room -= bytesInBlock(head);
      }
    }
    return chosen;
  }
}

describe('whatever happens to a mempool', () => {
  for (const [name, parameters] of [
    ['with room', defaultMempoolParameters(5_000)],
    ['with tight caps', TIGHT],
  ] as const) {
    it(`${name}: it holds only what can be mined in order, within its caps, and tells of all that comes and goes`, () => {
      fc.assert(
        fc.property(steps, (list) => {
          const play = new Play(parameters);
          for (const step of list) {
            play.take(step);
            play.check();
            play.checkSelection();
          }
        }),
        { numRuns: RUNS },
      );
    }, 60_000);
  }
});
