import type { Chain } from '../chain/chain.ts';
import { EMPTY_ACCOUNT } from '../ledger/account-state.ts';
import type { MempoolParameters } from '../mempool/mempool-parameters.ts';
import type { MempoolView } from '../mempool/mempool-view.ts';
import type { Submission, SubmitRefusal, SubmitTransaction } from '../mempool/submit-transaction.ts';
import { type Crumbs, crumbs } from '../primitives/crumbs.ts';
import type { AccountId } from '../transaction/account.ts';
import type { Transaction } from '../transaction/transaction.ts';
import type { PaymentDesk } from '../wallet/payment-desk.port.ts';

/** What the wallet's payments need of the chain and the open transactions. */
export class NodePaymentDesk implements PaymentDesk<SubmitRefusal> {
  constructor(
    private readonly chain: Chain,
    private readonly view: MempoolView,
    private readonly parameters: MempoolParameters,
    private readonly transactions: SubmitTransaction,
  ) {}

  async nextNonce(account: AccountId): Promise<number> {
    return this.view.pendingOf(account).nextNonce ?? (await this.state(account))?.nonce ?? EMPTY_ACCOUNT.nonce;
  }

  /** The usual rate, at least the minimum now; a payment that makes an account pays for it. */
  async feeFor(bytes: number, recipient: AccountId): Promise<Crumbs> {
    const { minimumFeeRate, newAccountFeeFactor } = this.parameters;
    const usual = Math.max(this.view.feeEstimates().normal, this.view.floorRate());
    const isNew = (await this.state(recipient)) === undefined;
    const rate = isNew ? Math.max(usual, minimumFeeRate * newAccountFeeFactor) : usual;
    return crumbs(Math.ceil(rate * bytes));
  }

  submit(transaction: Transaction): Promise<Submission> {
    return this.transactions.submit(transaction.bytes, 'own');
  }

  private async state(account: AccountId) {
    return (await this.chain.accounts([account])).get(account);
  }
}
