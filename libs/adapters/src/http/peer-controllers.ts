import { AccountsController } from './chain/accounts.controller.ts';
import { BlocksController } from './chain/blocks.controller.ts';
import { ChainController } from './chain/chain.controller.ts';
import { FeesController } from './chain/fees.controller.ts';
import { TransactionsController } from './chain/transactions.controller.ts';
import { MiningController } from './mining/mining.controller.ts';
import { HealthController } from './operations/health.controller.ts';
import { MetricsController } from './operations/metrics.controller.ts';
import { PeersController } from './peers/peers.controller.ts';
import { WalletController } from './wallet/wallet.controller.ts';

/** The HTTP API of a peer. They need FullNode, Wallet, SendPayment, Readiness, HttpAccess and the metrics registry. */
export const PEER_CONTROLLERS = [
  ChainController,
  BlocksController,
  TransactionsController,
  AccountsController,
  FeesController,
  WalletController,
  MiningController,
  PeersController,
  HealthController,
  MetricsController,
];
