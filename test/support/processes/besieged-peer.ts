import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkStore } from '#adapters/sqlite/check-store';
import { openSqliteStore } from '#adapters/sqlite/open-sqlite-store';
import type { SqliteStore } from '#adapters/sqlite/sqlite-store';
import { SystemClock } from '#adapters/system/system-clock';
import { checkChain } from '#domain/chain/check-chain';
import type { Network } from '#domain/network-params/network';
import { crumbs } from '#domain/primitives/crumbs';
import type { Hash } from '#domain/primitives/hash';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { encodeAddress } from '#domain/transaction/address';
import { testKey } from '../keys.ts';
import { testNetwork } from '../network.ts';
import { startTcpNode, type TcpNode } from '../tcp/tcp-node.ts';
import { openTestWallet } from '../test-wallet.ts';
import { eventually, RunningPeer } from './running-peer.ts';

const WORDS = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';
const STARTING_BALANCE = crumbs(10_000_000_000);
const AMOUNT = 100_000;
/** A peer that has just started asks its peers and puts its payments in order for a while. */
const PAYMENT_DEADLINE_MS = 60_000;

/**
 * A peer as a real process between two nodes that know each other only through it: each mines its own branch while
 * the peer is down, so that every start brings a reorganisation. It can be killed at any moment; what it acknowledged
 * before is remembered.
 */
export class BesiegedPeer {
  readonly minedHashes: Hash[] = [];
  readonly paymentIds: Hash[] = [];
  private besieged = false;

  private constructor(
    private readonly network: Network,
    private readonly folder: string,
    private readonly nodes: readonly TcpNode[],
    private readonly peer: RunningPeer,
    private readonly recipient: string,
  ) {}

  static async start(folder: string): Promise<BesiegedPeer> {
    const { wallet } = await openTestWallet();
    const created = await wallet.create({ mnemonic: WORDS });
    if (!created.ok) throw new Error(created.refusal.code);
    const prefix = testNetwork().parameters.addressPrefix;
    const address = encodeAddress(prefix, created.value.status.account);
    const network = testNetwork({ name: 'siege', allocations: [{ address, amount: STARTING_BALANCE }] });
    const nodes = await Promise.all([1, 2].map((seed) => startTcpNode(network, { seed })));
    mkdirSync(folder, { recursive: true });
    const file = join(folder, 'network.json');
    writeFileSync(file, JSON.stringify(network.parameters));
    const peer = await RunningPeer.start(folder, {
      CHEESE_NETWORK: file,
      CHEESE_PEERS: nodes.map(({ endpoint: { host, port } }) => `${host}:${port}`).join(','),
    });
    const answer = await peer.call('POST', '/v1/wallet', { mnemonic: WORDS });
    if (answer.status !== 201) throw new Error(`no wallet: ${JSON.stringify(answer.body)}`);
    return new BesiegedPeer(network, folder, nodes, peer, encodeAddress(prefix, testKey(5).account));
  }

  /** Lets everybody mine and pay for a while, kills the peer in the middle of it, and lets the nodes part. */
  async killAfter(ms: number): Promise<void> {
    this.besieged = true;
    const busy = Promise.all([
      this.repeat(() => this.peerMines()),
      this.repeat(() => this.peerPays()),
      ...this.nodes.map((node) => this.repeat(() => node.mine(1))),
    ]);
    await new Promise((resolve) => setTimeout(resolve, ms));
    await this.peer.kill();
    this.besieged = false;
    await busy;
    // Apart from each other: whoever the peer hears first when it is back, the other one is ahead.
    for (const [index, node] of this.nodes.entries()) await node.mine(1 + index);
  }

  /** What a check of the killed peer's store finds, and what of the blocks it mined is not there. */
  async faults(): Promise<string[]> {
    const path = join(this.folder, 'chain.sqlite');
    const opened = await openSqliteStore({ path, genesisHash: this.network.genesisHash, log: SILENT_LOG });
    if (!opened.ok) return [JSON.stringify(opened.refusal)];
    const store = opened.value;
    const file = await checkStore(store);
    const { faults } = await checkChain(store, this.network, { clock: new SystemClock() });
    const missing = await this.missingBlocks(store);
    await store.close();
    return [
      ...[...file, ...faults].map((fault) => JSON.stringify(fault)),
      ...missing.map((hash) => `no block ${hash}`),
    ];
  }

  /** Starts the peer again: every payment it ever acknowledged is open or confirmed. */
  async startAgain(): Promise<void> {
    await this.peer.startAgain();
    for (const id of this.paymentIds) {
      const isThere = async () => (await this.peer.call('GET', `/v1/transactions/${id}`)).status === 200;
      await eventually(isThere, PAYMENT_DEADLINE_MS).catch(async (error: unknown) => {
        throw new Error(await this.whatBecameOf(id), { cause: error });
      });
    }
  }

  async close(): Promise<void> {
    await this.peer.kill();
    await Promise.all(this.nodes.map(({ node }) => node.stop()));
  }

  private async missingBlocks(store: SqliteStore): Promise<Hash[]> {
    const missing: Hash[] = [];
    for (const hash of this.minedHashes) {
      const entry = await store.entry(hash);
      if (entry?.status !== 'connected' || (await store.blockBytes(hash)) === undefined) missing.push(hash);
    }
    return missing;
  }

  /** For who has to find out why a payment is not there: what the peer says of it and of those around it. */
  private async whatBecameOf(missing: Hash): Promise<string> {
    const answers = await Promise.all(
      this.paymentIds.map(async (id) => {
        const answer = await this.peer.call('GET', `/v1/transactions/${id}`).catch((error: unknown) => String(error));
        return `${id === missing ? 'missing ' : ''}${id}: ${JSON.stringify(answer)}`;
      }),
    );
    const chain = await this.peer.call('GET', '/v1/chain').catch((error: unknown) => String(error));
    const tips = this.nodes.map(({ node }) => `${node.chain.tip.height} ${node.chain.tip.hash}`);
    return [JSON.stringify(chain), ...tips, ...answers].join('\n');
  }

  /** Until the peer is killed; a call that the kill cuts off was never acknowledged. */
  private async repeat(act: () => Promise<void>): Promise<void> {
    while (this.besieged) {
      await act().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  private async peerMines(): Promise<void> {
    const { status, body } = await this.peer.call<{ hash: Hash }>('POST', '/v1/mining/blocks', {});
    if (status === 201) this.minedHashes.push(body.hash);
  }

  private async peerPays(): Promise<void> {
    const payment = { recipient: this.recipient, amount: AMOUNT };
    const { status, body } = await this.peer.call<{ id: Hash }>('POST', '/v1/wallet/transactions', payment);
    if (status === 201) this.paymentIds.push(body.id);
  }
}
