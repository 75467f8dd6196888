import type { Block } from '#domain/block/block';
import type { ChainChange } from '#domain/chain/chain-change';
import type { Network } from '#domain/network-params/network';
import type { FullNode } from '#domain/node/full-node';
import type { PeerId } from '#domain/peer-network/peer-id';
import { hashFromBytes, sha256d } from '#domain/primitives/hash';
import { invariant } from '#domain/primitives/invariant';
import type { AccountId } from '#domain/transaction/account';
import type { Statistics } from '../run/statistics.ts';
import type { Trace } from '../run/trace.ts';
import type { VirtualTime } from '../time/virtual-time.ts';
import type { BrokenInvariant, InvariantName } from './broken-invariant.ts';
import { type ReferenceBlock, ReferenceLedger } from './reference-ledger.ts';
import type { WatchedPeer } from './watched-peer.ts';

export interface WatchDependencies {
  readonly time: VirtualTime;
  readonly startMs: number;
  readonly chain: Network;
  readonly trace: Trace;
  readonly statistics: Statistics;
}

/** Looks over every peer's shoulder, and ends the run at the first promise that is broken. */
export class Watch {
  readonly ledger: ReferenceLedger;
  readonly honest = new Set<PeerId>();
  broken: BrokenInvariant | undefined;

  constructor(private readonly dependencies: WatchDependencies) {
    this.ledger = new ReferenceLedger(dependencies.chain);
  }

  /** Notes a broken promise; only the first counts, since the others may follow from it. */
  report(name: InvariantName, peer: string, detail: string): void {
    if (this.broken !== undefined) return;
    const { time, startMs, trace } = this.dependencies;
    this.broken = { invariant: name, atSeconds: (time.nowMs - startMs) / 1000, peer, detail };
    trace.note(time.nowMs, peer, `BROKEN ${name}: ${detail}`);
    time.stop();
  }

  /** A process has opened its stores: its whole chain is judged, and what was acknowledged must be there. */
  async opened(peer: WatchedPeer, node: FullNode): Promise<void> {
    for (let height = 1; height <= node.chain.tip.height; height++) {
      const entry = await node.chain.at(height);
      const block = entry === undefined ? undefined : await node.chain.block(entry.hash);
      invariant(block !== undefined, 'the best chain has its bodies');
      if (!this.judge(peer, block)) return;
    }
    await this.compare(peer, node);
    const missing = await peer.acknowledged.missingFrom(node);
    if (missing !== undefined) this.report('nothing-acknowledged-is-lost', peer.name, missing);
    node.chain.follow((change) => this.changed(peer, node, change));
  }

  /** A peer was warned of another one, or warned of its ban. */
  warned(peer: WatchedPeer, message: string, about: unknown): void {
    if (message !== 'a peer is banned') return;
    if (this.honest.has(about as PeerId)) {
      this.report('no-honest-peer-banned', peer.name, `it bans an honest peer: ${String(about).slice(0, 12)}`);
      return;
    }
    this.dependencies.statistics.bans++;
    this.dependencies.trace.note(this.dependencies.time.nowMs, peer.name, 'bans somebody who deserves it');
  }

  /** A block was found on this peer. */
  found(peer: WatchedPeer, header: Uint8Array): void {
    peer.minedHere.add(hashFromBytes(sha256d(header)));
  }

  /** Compares accounts and supply of a peer's tip with the reference. */
  async compare(peer: WatchedPeer, node: FullNode): Promise<void> {
    const { tip } = node.chain;
    const expected = this.ledger.get(tip.hash);
    if (expected === undefined) {
      this.report('no-invalid-block-accepted', peer.name, `its tip ${tip.hash} was never judged valid`);
      return;
    }
    this.dependencies.statistics.comparisons++;
    if (tip.totalWork !== expected.totalWork || tip.height !== expected.height) {
      this.report('no-invalid-block-accepted', peer.name, `it misjudges the work of ${tip.hash}`);
    }
    await this.compareAccounts(peer, node, expected);
    await this.compareSupply(peer, expected);
  }

  private async changed(peer: WatchedPeer, node: FullNode, change: ChainChange): Promise<void> {
    const { time, trace, statistics } = this.dependencies;
    const undone = change.disconnected.length;
    if (undone > 0) {
      statistics.reorganisations++;
      statistics.deepestReorganisation = Math.max(statistics.deepestReorganisation, undone);
    }
    trace.note(time.nowMs, peer.name, describe(change));
    for (const { block } of change.connected) {
      if (!this.judge(peer, block)) return;
      if (peer.minedHere.has(block.hash)) peer.acknowledged.block(block.hash);
    }
    this.judgeTime(peer, change);
    await this.compare(peer, node);
    peer.tipChanged();
  }

  private judge(peer: WatchedPeer, block: Block): boolean {
    try {
      this.ledger.judge(block);
      return true;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.report('no-invalid-block-accepted', peer.name, `it connected ${block.hash}: ${why}`);
      return false;
    }
  }

  /** By its own clock no peer connects a block from too far ahead. A clock that was set back proves nothing. */
  private judgeTime(peer: WatchedPeer, { tip }: ChainChange): void {
    const { maxFutureDriftSeconds } = this.dependencies.chain.parameters;
    const nowSeconds = Math.floor((this.dependencies.time.nowMs + peer.skewMs) / 1000);
    if (peer.clockWasChanged || tip.header.timestamp <= nowSeconds + maxFutureDriftSeconds) return;
    this.report('no-invalid-block-accepted', peer.name, `it connected ${tip.hash} from too far ahead`);
  }

  private async compareAccounts(peer: WatchedPeer, node: FullNode, expected: ReferenceBlock): Promise<void> {
    const states = await node.chain.accounts([...expected.accounts.keys()] as AccountId[]);
    for (const [account, { balance, nonce }] of expected.accounts) {
      const state = states.get(account as AccountId);
      if (state?.balance === balance && state.nonce === nonce) continue;
      const found = state === undefined ? 'nothing' : `${state.balance} / ${state.nonce}`;
      this.report('accounts-equal-replay', peer.name, `${account} has ${found}, a replay ${balance} / ${nonce}`);
      return;
    }
  }

  private async compareSupply(peer: WatchedPeer, expected: ReferenceBlock): Promise<void> {
    const { balance, accounts } = await peer.disk.chain.accountTotals();
    const supply = this.ledger.supplyAt(expected.height) - this.ledger.immatureAt(expected);
    if (balance === BigInt(supply) && accounts === expected.accounts.size) return;
    const detail = `${accounts} accounts hold ${balance}; ${expected.accounts.size} should hold ${supply}`;
    this.report('supply-is-exact', peer.name, detail);
  }
}

function describe({ disconnected, connected, tip }: ChainChange): string {
  const how = disconnected.length > 0 ? `undoes ${disconnected.length}, connects ${connected.length}` : 'connects';
  const payments = connected.reduce((sum, { block }) => sum + block.transactions.length, 0);
  return `${how}: tip ${tip.height} ${tip.hash.slice(-12)}, ${payments} payments`;
}
