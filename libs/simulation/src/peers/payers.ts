import { crumbs } from '#domain/primitives/crumbs';
import type { SeededStream } from '../random/seeded-stream.ts';
import type { World } from '../run/world.ts';
import { simulatedKey } from './identity.ts';
import { signedTransfer } from './signed-transfer.ts';
import { HONEST_ACCOUNTS, PAYING_ACCOUNTS } from './simulated-chain.ts';
import type { SimulatedPeer } from './simulated-peer.ts';

/** Covers the least rate and what a new account costs. */
const FEES = [2_500, 5_000, 10_000];
const MEMO_BYTES = 0;

/** People at random peers who pay each other, each from the account of their own peer. */
export class Payers {
  private readonly stream: SeededStream;

  constructor(private readonly world: World) {
    this.stream = world.stream.split('payers');
  }

  start(): void {
    const { paymentsPerMinute } = this.world.scenario;
    if (paymentsPerMinute <= 0) return;
    this.world.time.after(this.stream.exponential(60_000 / paymentsPerMinute), () => {
      this.pay();
      this.start();
    });
  }

  private pay(): void {
    const { world, stream } = this;
    const peer = world.somePeer(stream);
    const to = stream.integer(0, PAYING_ACCOUNTS - 1);
    const [amount, fee] = [stream.integer(1, 4) * 1_000, stream.pick(FEES)];
    // Only the first peers have an account with money of their own.
    if (peer === undefined || peer.index >= HONEST_ACCOUNTS) return;
    this.submit(peer, to, amount, fee).catch((error: unknown) => {
      if (!peer.disk.isFull) world.watch.report('no-peer-fails', peer.name, `a payment failed: ${String(error)}`);
    });
  }

  private async submit(peer: SimulatedPeer, to: number, amount: number, fee: number): Promise<void> {
    const { node, key } = peer;
    if (node === undefined) return;
    const { nextNonce } = node.mempool.view.pendingOf(key.account);
    const state = (await node.chain.accounts([key.account])).get(key.account);
    const transaction = signedTransfer(key, this.world.chain, {
      recipient: simulatedKey(to).account,
      amount: crumbs(amount),
      fee: crumbs(fee),
      nonce: nextNonce ?? state?.nonce ?? 0,
      memo: new Uint8Array(MEMO_BYTES),
    });
    const submitted = await node.transactions.submit(transaction.bytes, 'own');
    if (!submitted.ok) {
      this.world.trace.note(this.world.time.nowMs, peer.name, `refuses a payment: ${submitted.refusal.code}`);
      return;
    }
    this.world.statistics.payments++;
    peer.acknowledged.payment(transaction);
  }
}
