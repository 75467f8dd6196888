import { type DynamicModule, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { EventJournal } from '#adapters/events/event-journal.port';
import { EventReader } from '#adapters/events/event-reader';
import { EventRecorder } from '#adapters/events/event-recorder';
import { HttpAccess } from '#adapters/http/access/http-access';
import { configureApp } from '#adapters/http/configure-app';
import { createHttpApp } from '#adapters/http/create-http-app';
import { peerApi } from '#adapters/http/peer-api';
import { MemoryEventJournal } from '#adapters/memory/memory-event-journal';
import { MemoryHub } from '#adapters/memory/memory-hub';
import { MemoryKeystore } from '#adapters/memory/memory-keystore';
import { MemoryPaymentKeyStore } from '#adapters/memory/memory-payment-key-store';
import type { MemoryTransport } from '#adapters/memory/memory-transport';
import { MemoryWebhookStore } from '#adapters/memory/memory-webhook-store';
import { nestLogger } from '#adapters/system/pino-log';
import { SystemClock } from '#adapters/system/system-clock';
import { SystemRandom } from '#adapters/system/system-random';
import type { WebhookStore } from '#adapters/webhooks/webhook-store.port';
import type { WebhookTiming } from '#adapters/webhooks/webhook-timing';
import { Webhooks } from '#adapters/webhooks/webhooks';
import type { SubmitRefusal } from '#domain/mempool/submit-transaction';
import type { Network } from '#domain/network-params/network';
import { NodePaymentDesk } from '#domain/node/node-payment-desk';
import { type Log, SILENT_LOG } from '#domain/primitives/log.port';
import type { Keystore } from '#domain/wallet/keystore.port';
import type { PaymentKeyStore } from '#domain/wallet/payment-key-store.port';
import { SendPayment } from '#domain/wallet/send-payment';
import { Wallet } from '#domain/wallet/wallet';
import { type MemoryNode, startMemoryNode } from '../memory-node.ts';
import { testNetwork } from '../network.ts';
import { ApiCaller } from './api-caller.ts';

export const TEST_TOKEN = 'token-of-the-tests';

export interface TestPeerOptions {
  readonly network?: Network;
  readonly keystore?: Keystore;
  readonly paymentKeys?: PaymentKeyStore;
  readonly journal?: EventJournal;
  readonly webhookStore?: WebhookStore;
  readonly webhookTiming?: WebhookTiming;
  /** May webhooks name receivers on this machine? They may when absent. */
  readonly webhooksAllowPrivate?: boolean;
  readonly hub?: MemoryHub<MemoryTransport>;
  /** Number of the node: its identity, and whom `mine` pays. */
  readonly seed?: number;
  readonly fixedPeers?: readonly number[];
  readonly allowedHosts?: readonly string[];
  readonly allowedOrigins?: readonly string[];
  readonly pageDir?: string;
  readonly log?: Log;
  /** Gets the app before it starts: to break something in it. */
  readonly prepare?: (app: NestFastifyApplication) => void;
}

/** A peer in memory with its whole HTTP API: real rules, real Fastify, no sockets unless it is told to listen. */
export interface TestPeer extends MemoryNode {
  readonly network: Network;
  readonly app: NestFastifyApplication;
  readonly wallet: Wallet;
  readonly events: EventRecorder;
  readonly webhooks: Webhooks;
  readonly api: ApiCaller;
  /** Listens on a free port of this machine and gives its address. */
  listen(): Promise<string>;
  close(): Promise<void>;
}

@Module({})
class TestPeerModule {}

export async function startTestPeer(options: TestPeerOptions = {}): Promise<TestPeer> {
  const { network = testNetwork(), log = SILENT_LOG, hub = new MemoryHub<MemoryTransport>(), seed = 1 } = options;
  const memory = await startMemoryNode(hub, network, seed, options.fixedPeers);
  const { node } = memory;
  const keystore = options.keystore ?? new MemoryKeystore();
  const [clock, random] = [new SystemClock(), new SystemRandom()];
  const wallet = await Wallet.open({ network, keystore, clock, random, log });
  const desk = new NodePaymentDesk(node.chain, node.mempool.view, node.mempool.parameters, node.transactions);
  const payments = new SendPayment<SubmitRefusal>(network, wallet, desk);
  const paymentKeys = options.paymentKeys ?? new MemoryPaymentKeyStore();
  const runsOn = { verifier: 'test', miner: 'test' };
  const journal = options.journal ?? new MemoryEventJournal();
  const events = await EventRecorder.open({ node, journal, clock, log });
  const webhooks = new Webhooks({
    reader: new EventReader(node, events),
    store: options.webhookStore ?? new MemoryWebhookStore(),
    allowPrivate: options.webhooksAllowPrivate ?? true,
    ...(options.webhookTiming === undefined ? {} : { timing: options.webhookTiming }),
    ...{ clock, random, log },
  });
  const api = peerApi({ node, wallet, payments, paymentKeys, events, webhooks, runsOn });
  const module: DynamicModule = { module: TestPeerModule, ...api };
  const app = await createHttpApp(module, nestLogger(log));
  const access = new HttpAccess({
    token: TEST_TOKEN,
    allowedHosts: options.allowedHosts ?? [],
    allowedOrigins: options.allowedOrigins ?? [],
  });
  await configureApp(app, { access, log, version: '0.0.0', pageDir: options.pageDir });
  await webhooks.start();
  options.prepare?.(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const close = async (): Promise<void> => {
    await app.close();
    await webhooks.close();
    await node.stop();
    await events.close();
    await wallet.close();
  };
  const listen = async (): Promise<string> => {
    await app.listen({ host: '127.0.0.1', port: 0 });
    return app.getUrl();
  };
  return { ...memory, network, app, wallet, events, webhooks, api: await ApiCaller.of(app, TEST_TOKEN), listen, close };
}
