import { formatCheesecoin } from '../lib/amount.ts';
import { type ApiError, asApiError } from '../lib/api-error.ts';
import type { Payment, Transaction } from '../lib/api-types.ts';
import {
  forgetAttempt,
  keepAttempt,
  keptAttempt,
  newPaymentKey,
  type PaymentAttempt,
  samePayment,
} from '../lib/payment-attempt.ts';
import type { PaymentDraft } from '../lib/payment-plan.ts';
import { announcer } from './announcer.svelte.ts';
import { live } from './live.svelte.ts';
import { api } from './session.svelte.ts';
import { wallet } from './wallet.svelte.ts';

const EMPTY: PaymentDraft = { recipient: '', amount: '', memo: '', speed: 'normal' };

/**
 * The payment being written, looked at again, sent and followed. It lives beside the views, so that looking something
 * up, a wallet that locks itself, or a reload in the wrong moment loses nothing and pays nothing twice.
 */
class PaymentState {
  draft = $state.raw<PaymentDraft>(EMPTY);
  /** What stands in the review, ready to be sent. */
  planned = $state.raw<Payment | undefined>();
  sent = $state.raw<Transaction | undefined>();
  busy = $state(false);
  error = $state.raw<ApiError | undefined>();
  /** It was sent, and nobody knows yet whether it was paid. */
  unanswered = $state(false);
  #attempt: PaymentAttempt | undefined;

  constructor() {
    const attempt = keptAttempt(sessionStorage, Date.now());
    if (attempt === undefined) return;
    const { recipient, amount, memo = '' } = attempt.payment;
    this.draft = { ...EMPTY, recipient, amount: formatCheesecoin(amount), memo };
    this.planned = attempt.payment;
    this.#attempt = attempt;
    this.unanswered = true;
  }

  /** There is something to come back to. */
  get begun(): boolean {
    return this.planned !== undefined || this.sent !== undefined;
  }

  review(draft: PaymentDraft, payment: Payment): void {
    this.draft = draft;
    this.planned = payment;
    this.error = undefined;
  }

  async send(): Promise<void> {
    const payment = this.planned;
    if (payment === undefined || this.busy) return;
    this.busy = true;
    this.error = undefined;
    const attempt = this.#attemptFor(payment);
    keepAttempt(sessionStorage, attempt);
    try {
      this.sent = await api.pay(payment, attempt.key);
      this.#answered();
      announcer.say('Sent. The payment is open until a cheese confirms it.');
      live.refresh();
      void wallet.refresh();
    } catch (thrown) {
      this.error = asApiError(thrown);
      // A refusal is an answer: nothing was paid. Silence, or a peer in trouble, may mean either.
      if (this.error.status >= 400 && this.error.status < 500) this.#answered();
      else this.unanswered = true;
      // It locked itself meanwhile: the card asks for the password, and comes back to this payment.
      if (this.error.code === 'wallet-locked') void wallet.refresh();
    }
    this.busy = false;
  }

  /** Back to the form, with what was written. */
  back(): void {
    this.planned = undefined;
    this.error = undefined;
  }

  again(): void {
    this.draft = EMPTY;
    this.planned = undefined;
    this.sent = undefined;
  }

  /** The same payment, still without an answer, goes under the same key; any other under a fresh one. */
  #attemptFor(payment: Payment): PaymentAttempt {
    const last = this.#attempt;
    if (last === undefined || !samePayment(last.payment, payment)) {
      this.#attempt = { payment, key: newPaymentKey(), sentMs: Date.now() };
    }
    return this.#attempt as PaymentAttempt;
  }

  #answered(): void {
    this.unanswered = false;
    this.#attempt = undefined;
    forgetAttempt(sessionStorage);
  }
}

export const payment = new PaymentState();
