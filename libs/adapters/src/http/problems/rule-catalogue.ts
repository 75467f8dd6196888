import { blockStructureRules, deliveryRules } from '#domain/block/block.errors';
import { contextRules } from '#domain/chain/chain.errors';
import { ledgerRules } from '#domain/ledger/ledger.errors';
import { mempoolRules } from '#domain/mempool/mempool.errors';
import { cursorRules } from '#domain/mempool/open-page';
import { miningRules } from '#domain/mining/mining.errors';
import { workRules } from '#domain/mining/work.errors';
import { encodingRules } from '#domain/primitives/encoding.errors';
import { admissionOrderRules } from '#domain/tracker/admission.errors';
import { addressRules } from '#domain/transaction/address.errors';
import { transactionRules } from '#domain/transaction/transaction.errors';
import { idempotencyRules } from '#domain/wallet/idempotency.errors';
import { keystoreRules } from '#domain/wallet/keystore.errors';
import { mnemonicRules } from '#domain/wallet/mnemonic.errors';
import { paymentRules } from '#domain/wallet/payment.errors';
import { walletRules } from '#domain/wallet/wallet.errors';
import { eventRules } from '../../events/event.errors.ts';
import { webhookRules } from '../../webhooks/webhook.errors.ts';
import { httpRules } from './http.errors.ts';

/** Every code that a caller of the HTTP API can meet, with its rule in one sentence: from the capabilities' own books. */
export const RULE_CATALOGUE: Readonly<Record<string, string>> = {
  ...encodingRules,
  ...transactionRules,
  ...addressRules,
  ...deliveryRules,
  ...blockStructureRules,
  ...contextRules,
  ...ledgerRules,
  ...mempoolRules,
  ...cursorRules,
  ...miningRules,
  ...workRules,
  ...keystoreRules,
  ...mnemonicRules,
  ...walletRules,
  ...paymentRules,
  ...idempotencyRules,
  ...eventRules,
  ...webhookRules,
  ...admissionOrderRules,
  ...httpRules,
};
