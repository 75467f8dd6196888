import type { Provider, Type } from '@nestjs/common';
import { Registry } from 'prom-client';
import type { SubmitRefusal } from '#domain/mempool/submit-transaction';
import { WorkDesk } from '#domain/mining/work-desk';
import { FullNode } from '#domain/node/full-node';
import type { StratumPool } from '#domain/stratum/stratum-pool';
import { IdempotentPayments } from '#domain/wallet/idempotent-payments';
import type { PaymentKeyStore } from '#domain/wallet/payment-key-store.port';
import { SendPayment } from '#domain/wallet/send-payment';
import { Wallet } from '#domain/wallet/wallet';
import type { EventRecorder } from '../events/event-recorder.ts';
import { EventSource } from '../events/event-source.ts';
import { EventsController } from '../events/events.controller.ts';
import type { ReadTraffic } from '../metrics/network-metrics.ts';
import { nodeMetrics } from '../metrics/node-metrics.ts';
import type { SqliteStore } from '../sqlite/sqlite-store.ts';
import { SystemClock } from '../system/system-clock.ts';
import { SystemRandom } from '../system/system-random.ts';
import { WebhooksController } from '../webhooks/webhooks.controller.ts';
import { Webhooks } from '../webhooks/webhooks.ts';
import { AccountsController } from './chain/accounts.controller.ts';
import { BlocksController } from './chain/blocks.controller.ts';
import { BranchesController } from './chain/branches.controller.ts';
import { ChainController } from './chain/chain.controller.ts';
import { FeesController } from './chain/fees.controller.ts';
import { ReorganisationsController } from './chain/reorganisations.controller.ts';
import { TransactionsController } from './chain/transactions.controller.ts';
import { ExplainController } from './explain/explain.controller.ts';
import { MiningController } from './mining/mining.controller.ts';
import { MiningWorkers } from './mining/mining-workers.ts';
import { WorkController } from './mining/work.controller.ts';
import { HealthController, Readiness } from './operations/health.controller.ts';
import { MetricsController } from './operations/metrics.controller.ts';
import { NodeReadiness } from './operations/node-readiness.ts';
import { NodeController } from './peers/node.controller.ts';
import { PeersController } from './peers/peers.controller.ts';
import { RunsOn } from './peers/runs-on.ts';
import { PaymentsController } from './wallet/payments.controller.ts';
import { WalletController } from './wallet/wallet.controller.ts';

/** What the HTTP API of a peer needs of it. */
export interface PeerApiParts {
  readonly node: FullNode;
  readonly wallet: Wallet;
  readonly payments: SendPayment<SubmitRefusal>;
  readonly paymentKeys: PaymentKeyStore;
  readonly events: EventRecorder;
  readonly webhooks: Webhooks;
  /** Where a Stratum server runs: whom it serves. */
  readonly pool?: StratumPool;
  /** For the metrics: where the chain is in a file, and sessions go over sockets. */
  readonly store?: SqliteStore;
  readonly traffic?: ReadTraffic;
  /** For the metrics: what checks signatures and what mines. */
  readonly runsOn: { readonly verifier: string; readonly miner: string };
}

const CONTROLLERS: Type[] = [
  ChainController,
  BlocksController,
  BranchesController,
  ReorganisationsController,
  TransactionsController,
  AccountsController,
  FeesController,
  WalletController,
  PaymentsController,
  MiningController,
  WorkController,
  NodeController,
  PeersController,
  EventsController,
  ExplainController,
  WebhooksController,
  HealthController,
  MetricsController,
];

/** The HTTP API of a peer, for a Nest module: the same in the program and in tests. */
export function peerApi(parts: PeerApiParts): {
  readonly controllers: Type[];
  readonly providers: Provider[];
} {
  const { node, wallet, payments, paymentKeys, events, webhooks, pool, runsOn } = parts;
  const idempotent = new IdempotentPayments({
    payments,
    store: paymentKeys,
    clock: new SystemClock(),
    tipTimeMs: () => node.chain.tip.header.timestamp * 1_000,
    isKnown: async (id) => (await node.queries.transaction(id)) !== undefined,
  });
  const { chain, mempool } = node;
  const ports = { clock: new SystemClock(), random: new SystemRandom() };
  return {
    controllers: CONTROLLERS,
    providers: [
      { provide: FullNode, useValue: node },
      { provide: Wallet, useValue: wallet },
      { provide: SendPayment, useValue: payments },
      { provide: IdempotentPayments, useValue: idempotent },
      { provide: EventSource, useValue: new EventSource(node, events) },
      { provide: Webhooks, useValue: webhooks },
      { provide: WorkDesk, useValue: new WorkDesk({ chain, transactions: mempool.view, ...ports }) },
      { provide: MiningWorkers, useValue: { list: () => pool?.workers() ?? [] } },
      { provide: Readiness, useValue: new NodeReadiness(node.peers.sync) },
      { provide: RunsOn, useValue: runsOn },
      { provide: Registry, useValue: nodeMetrics(parts) },
    ],
  };
}
