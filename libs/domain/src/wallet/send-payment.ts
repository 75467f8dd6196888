import type { Network } from '../network-params/network.ts';
import type { Crumbs } from '../primitives/crumbs.ts';
import { accepted, type Refusal, type Result, refused } from '../primitives/result.ts';
import { SerialQueue } from '../primitives/serial-queue.ts';
import type { AccountId } from '../transaction/account.ts';
import type { AddressRefusal } from '../transaction/address.errors.ts';
import { decodeAddress } from '../transaction/address.ts';
import { MIN_TRANSACTION_BYTES, type Transaction } from '../transaction/transaction.ts';
import type { PaymentRefusal } from './payment.errors.ts';
import type { PaymentDesk } from './payment-desk.port.ts';
import { checkPaymentMoney, encodeMemo } from './payment-rules.ts';
import type { WalletRefusal } from './wallet.errors.ts';
import type { Wallet } from './wallet.ts';

/** A payment as people ask for it. Anything may come in. */
export interface PaymentRequest {
  /** An address of this network. */
  readonly recipient: string;
  /** Crumbs, 1 … all the money there will ever be. */
  readonly amount: number;
  /** Crumbs; chosen if absent. */
  readonly fee?: number | undefined;
  /** At most 256 bytes of UTF-8; empty if absent. */
  readonly memo?: string | undefined;
}

export type SendRefusal<Reason extends Refusal> = PaymentRefusal | AddressRefusal | WalletRefusal | Reason;

interface CheckedPayment {
  readonly recipient: AccountId;
  readonly amount: Crumbs;
  readonly fee: Crumbs | undefined;
  readonly memo: Uint8Array;
}

/** Four full queues of one account, of which the desk takes one: more can only be somebody's mistake. */
export const MAX_WAITING_PAYMENTS = 1_024;

/**
 * Pays from the wallet: checks, chooses fee and nonce, signs, hands in. One payment at a time from its nonce to its
 * acceptance, so that payments made at once get consecutive nonces and a refused one leaves no gap behind it.
 */
export class SendPayment<Reason extends Refusal> {
  private readonly queue = new SerialQueue();
  private waiting = 0;

  constructor(
    private readonly network: Network,
    private readonly wallet: Pick<Wallet, 'status' | 'sign'>,
    private readonly desk: PaymentDesk<Reason>,
  ) {}

  /**
   * The transaction, open and kept. On a refusal nothing has happened. `beforeHandingIn` is awaited with the signed
   * transaction while nobody else has it; when it fails, nothing is paid.
   */
  async send(
    request: PaymentRequest,
    beforeHandingIn?: (transaction: Transaction) => Promise<void>,
  ): Promise<Result<Transaction, SendRefusal<Reason>>> {
    const checked = this.check(request);
    if (!checked.ok) return checked;
    if (this.waiting >= MAX_WAITING_PAYMENTS) return refused({ code: 'payment-busy', maximum: MAX_WAITING_PAYMENTS });
    this.waiting++;
    return this.queue.run(() => this.pay(checked.value, beforeHandingIn)).finally(() => this.waiting--);
  }

  /** Hands a transaction in that {@link send} has signed before, in its turn among the payments. */
  handIn(transaction: Transaction): Promise<Result<unknown, Reason>> {
    return this.queue.run(() => this.desk.submit(transaction));
  }

  private check(request: PaymentRequest): Result<CheckedPayment, SendRefusal<Reason>> {
    const { parameters, maxSupply } = this.network;
    const { amount, fee } = request;
    const recipient = decodeAddress(parameters.addressPrefix, request.recipient);
    if (!recipient.ok) return recipient;
    const refusal = checkPaymentMoney(amount, fee ?? 0, maxSupply);
    if (refusal !== undefined) return refused(refusal);
    const memo = encodeMemo(request.memo ?? '');
    if (!memo.ok) return memo;
    return accepted({
      recipient: recipient.value,
      amount: amount as Crumbs,
      fee: fee as Crumbs | undefined,
      memo: memo.value,
    });
  }

  private async pay(
    payment: CheckedPayment,
    beforeHandingIn: ((transaction: Transaction) => Promise<void>) | undefined,
  ): Promise<Result<Transaction, SendRefusal<Reason>>> {
    const status = this.wallet.status();
    if (!status.ok) return status;
    if (status.value.locked) return refused({ code: 'wallet-locked' });
    const { recipient, amount, memo } = payment;
    const fee = payment.fee ?? (await this.desk.feeFor(MIN_TRANSACTION_BYTES + memo.length, recipient));
    const refusal = checkPaymentMoney(amount, fee, this.network.maxSupply);
    if (refusal !== undefined) return refused(refusal);
    const nonce = await this.desk.nextNonce(status.value.account);
    // It may have been locked meanwhile: then signing says so.
    const signed = this.wallet.sign({ recipient, amount, fee, nonce, memo });
    if (!signed.ok) return signed;
    await beforeHandingIn?.(signed.value);
    const submitted = await this.desk.submit(signed.value);
    return submitted.ok ? signed : submitted;
  }
}
