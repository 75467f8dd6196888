import type { Block } from '#domain/block/block';
import type { HeaderPlace } from '#domain/chain/header-context-rules';
import type { Network } from '#domain/network-params/network';
import { statusOf } from '#domain/peer-network/chain-queries';
import type { ChainStatus } from '#domain/peer-network/messages';
import { Misbehaviour } from '#domain/peer-network/misbehaviour';
import type { Peer } from '#domain/peer-network/peer';
import { Roster } from '#domain/peer-network/roster';
import { Sync } from '#domain/peer-network/sync';
import { SILENT_LOG } from '#domain/primitives/log.port';
import { buildChain, genesisPlace } from '../build-block.ts';
import { testSigner } from '../memory-node.ts';
import { openTestChain, type TestChain } from '../test-chain.ts';
import { chainScript } from './chain-script.ts';
import { passTime } from './pass-time.ts';
import { type Script, ScriptedSession } from './scripted-session.ts';
import { testPeer } from './test-peer.ts';

/** A chain that has these branches of blocks, each given whole. */
export async function chainOf(network: Network, ...branches: (readonly Block[])[]): Promise<TestChain> {
  const test = await openTestChain(network);
  for (const blocks of branches) await test.chain.acceptAll(blocks, 'normal');
  return test;
}

/** So many blocks on top of a place, genesis if absent; another number makes other blocks. */
export function built(network: Network, count: number, extraNonce = 0, from: HeaderPlace = genesisPlace(network)) {
  return buildChain(network, count, from, () => ({ extraNonce }));
}

/** A claim to so much more work than the status has. */
export function claiming(status: ChainStatus, more: bigint): ChainStatus {
  return { ...status, totalWork: status.totalWork + more };
}

/** A chain that catches up with peers, each of them a few lines of a test; time moves when the test moves it. */
export class SyncWorld {
  readonly roster = new Roster(testSigner(0).peerId, { maxInbound: 8, maxOutbound: 8 });
  readonly misbehaviour: Misbehaviour;
  readonly sync: Sync;
  /** Code of every report, in order. */
  readonly reports: string[] = [];
  private seeds = 0;

  constructor(readonly test: TestChain) {
    const { chain, clock } = test;
    this.misbehaviour = new Misbehaviour(clock);
    const report = (peer: Peer, code: string): void => {
      this.reports.push(code);
      if (this.misbehaviour.report(peer.session.peerId, code)) peer.session.disconnect('banned');
    };
    this.sync = new Sync({ chain, roster: this.roster, clock, log: SILENT_LOG, report });
  }

  /** A peer that answers so, and claims this chain. */
  join(script: Script, status: ChainStatus): Peer & { readonly session: ScriptedSession } {
    const session = new ScriptedSession({ seed: ++this.seeds, clock: this.test.clock, script });
    session.onClose = (reason) => this.roster.remove(session, reason);
    const peer = testPeer(session, this.test.clock, status);
    this.roster.add(peer);
    return peer;
  }

  /** An honest peer with that chain; `changes` make it less so. */
  joinWith(other: TestChain, changes: Script = {}): Peer & { readonly session: ScriptedSession } {
    return this.join({ ...chainScript(other), ...changes }, statusOf(other.chain));
  }

  /** Synchronises until our tip is that of the other; gives how much time passed, in milliseconds. */
  async catchUp(other: TestChain): Promise<number> {
    this.sync.nudge();
    return passTime(this.test.clock, () => this.test.chain.tip.hash === other.chain.tip.hash);
  }

  async stop(): Promise<void> {
    for (const peer of this.roster.all()) peer.session.disconnect('end of test');
    await this.sync.stop();
  }
}
