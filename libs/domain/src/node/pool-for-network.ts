import type { MempoolView } from '../mempool/mempool-view.ts';
import type { SubmitTransaction } from '../mempool/submit-transaction.ts';
import type { OpenTransactions } from '../peer-network/open-transactions.ts';
import { accepted } from '../primitives/result.ts';

/** The open transactions as the peer network sees them. */
export function poolForNetwork(view: MempoolView, transactions: SubmitTransaction): OpenTransactions {
  return {
    has: (id) => view.has(id),
    get: (id) => view.byId(id)?.transaction,
    all: () => view.all(),
    relayable: () => view.relayable(),
    submit: async (bytes) => {
      const submission = await transactions.submit(bytes, 'peer');
      return submission.ok ? accepted(submission.value.opened.transaction) : submission;
    },
  };
}
