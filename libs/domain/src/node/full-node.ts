import { Chain } from '../chain/chain.ts';
import { chainContextOf } from '../chain/chain-context.ts';
import type { ChainStore } from '../chain/chain-store.port.ts';
import { Mempool } from '../mempool/mempool.ts';
import { defaultMempoolParameters } from '../mempool/mempool-parameters.ts';
import type { MempoolStore } from '../mempool/mempool-store.port.ts';
import { MempoolUpdates } from '../mempool/mempool-updates.ts';
import { restoreMempool } from '../mempool/restore-mempool.ts';
import { SignatureCache } from '../mempool/signature-cache.ts';
import { SubmitTransaction } from '../mempool/submit-transaction.ts';
import { undoneTransactions } from '../mempool/undone-transactions.ts';
import type { Miner } from '../mining/miner.port.ts';
import { MiningService } from '../mining/mining-service.ts';
import type { Network } from '../network-params/network.ts';
import type { AddressBookStore } from '../peer-network/address-book-store.port.ts';
import type { AdmissionStore } from '../peer-network/admission-store.port.ts';
import type { Endpoint } from '../peer-network/endpoint.ts';
import type { MembershipOptions } from '../peer-network/membership.ts';
import { PeerHandlers } from '../peer-network/peer-handlers.ts';
import { PeerNetwork } from '../peer-network/peer-network.ts';
import type { NodeSigner, SessionHandlers, Transport } from '../peer-network/transport.port.ts';
import type { Clock, Timer } from '../primitives/clock.port.ts';
import { EventChannel } from '../primitives/event-channel.ts';
import type { Log } from '../primitives/log.port.ts';
import type { Random } from '../primitives/random.port.ts';
import type { SignatureVerifier } from '../transaction/signature-verifier.port.ts';
import type { NodeEvent } from './node-event.ts';
import { NodeQueries } from './node-queries.ts';
import { poolForNetwork } from './pool-for-network.ts';

/** Open transactions are looked through for old ones this often. */
const EXPIRY_INTERVAL_MS = 60_000;

/** What a node runs on. */
export interface NodePorts {
  readonly store: ChainStore;
  readonly mempoolStore: MempoolStore;
  readonly addressStore: AddressBookStore;
  /** Absent: a ticket does not outlive a restart. */
  readonly admissionStore?: AdmissionStore;
  readonly verifier: SignatureVerifier;
  readonly miner: Miner;
  readonly transport: Transport;
  readonly signer: NodeSigner;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

export interface NodeOptions extends MembershipOptions {
  /** Software and version, at most 64 bytes. */
  readonly agent: string;
  readonly trackers: readonly Endpoint[];
  /** Peers to stay connected with, whatever trackers say. */
  readonly fixedPeers: readonly Endpoint[];
  readonly advertised: Endpoint | undefined;
  readonly maxInbound: number;
  readonly maxOutbound: number;
  /** The most threads that mining may use. */
  readonly maxMiningThreads: number;
}

/**
 * A full node: the capabilities, wired to each other and to the ports, the same in a peer, in a test and in a
 * simulation.
 */
export class FullNode {
  private expiry: Timer | undefined;

  private constructor(
    readonly network: Network,
    readonly chain: Chain,
    readonly mempool: Mempool,
    readonly mempoolUpdates: MempoolUpdates,
    readonly transactions: SubmitTransaction,
    readonly mining: MiningService,
    readonly peers: PeerNetwork,
    readonly queries: NodeQueries,
    /** Everything that happens, after it is stored. */
    readonly events: EventChannel<NodeEvent>,
    /** What peers are answered: behind the transport, or behind whatever stands between the two. */
    readonly handlers: PeerHandlers,
    private readonly ports: NodePorts,
  ) {}

  /** Opens the chain and the open transactions of the store; nothing is sent or listened for yet. */
  static async open(network: Network, ports: NodePorts, options: NodeOptions): Promise<FullNode> {
    const { store, verifier, miner, clock, random, log, mempoolStore } = ports;
    const verified = new SignatureCache();
    const chain = await Chain.open({ network, store, verifier, verified, clock, log });
    const mempool = new Mempool(defaultMempoolParameters(network.parameters.maxBlockBytes), clock);
    const accounts = chain.accounts.bind(chain);
    const updates = new MempoolUpdates({ mempool, store: mempoolStore, queue: chain.queue, accounts, log });
    const events = new EventChannel<NodeEvent>();
    // Before the mempool follows: a block is told before what became of its transactions.
    chain.follow(async (change) => events.publish({ kind: 'chain-moved', change }));
    chain.follow((change) => updates.chainMoved(change));
    const submit = { mempool, updates, verifier, verified, context: chainContextOf(network), accounts };
    const undone = await undoneTransactions(chain, store);
    const restored = await restoreMempool({ ...submit, store: mempoolStore, undone, log });
    if (restored.restored + restored.reopened > 0) log.info('open transactions restored', { ...restored });
    const transactions = new SubmitTransaction(submit);
    const { retarget, targetSpacingSeconds } = network.parameters;
    const mining = new MiningService({
      chain,
      transactions: mempool.view,
      miner,
      clock,
      random,
      log,
      maxThreads: options.maxMiningThreads,
      pauseBetweenBlocksMs: retarget ? 0 : targetSpacingSeconds * 1000,
    });
    const open = poolForNetwork(mempool.view, transactions);
    const peers = new PeerNetwork({ chain, open, ...ports, ...options });
    peers.roster.joined.subscribe((peer) => events.publish({ kind: 'peer-joined', peer }));
    peers.roster.left.subscribe(({ peer, reason }) => events.publish({ kind: 'peer-left', peer, reason }));
    updates.events.subscribe((event) => {
      events.publish({ kind: 'mempool', event });
      if (event.kind !== 'opened' && event.kind !== 'gap-closed') return;
      mining.transactionsOpened();
      if (event.kind === 'gap-closed' || !event.behindGap) peers.transactions.opened(event.transaction);
    });
    return new FullNode(
      network,
      chain,
      mempool,
      updates,
      transactions,
      mining,
      peers,
      new NodeQueries(chain, store, mempool.view),
      events,
      new PeerHandlers(peers, clock),
      ports,
    );
  }

  /** Listens, dials and follows the network. `handlers` are given where something leads to {@link handlers} first. */
  async start(handlers: SessionHandlers = this.handlers): Promise<void> {
    await this.ports.transport.start(handlers);
    await this.peers.start();
    this.expireLater();
  }

  /** Stops in order: no new work, sessions closed, the block at hand connected. Stores stay open. */
  async stop(): Promise<void> {
    this.expiry?.cancel();
    await this.mining.stop();
    await this.peers.stop();
    await this.ports.transport.close();
    await this.chain.close();
  }

  private expireLater(): void {
    this.expiry = this.ports.clock.setTimer(EXPIRY_INTERVAL_MS, () => {
      this.mempoolUpdates
        .run(async (mempool) => mempool.expire(), 'normal')
        .catch((error: unknown) => this.ports.log.error('expiry failed', { error: String(error) }));
      this.expireLater();
    });
  }
}
