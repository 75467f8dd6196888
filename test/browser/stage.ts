import type { Browser } from 'playwright-core';
import { eventually, type RunningPeer } from '#test/processes/running-peer';
import { TestNetwork } from '#test/processes/test-network';
import { launchBrowser } from './browser.ts';
import { Visitor, type VisitorOptions } from './visitor.ts';

/** Seconds on a quiet machine: three programs start and ask their tracker. */
const MEETING_DEADLINE_MS = 60_000;

/** A network of real processes and one browser, for the tests of one file. */
export class Stage {
  private visitors: Visitor[] = [];

  private constructor(
    readonly network: TestNetwork,
    private readonly browser: Browser,
  ) {}

  static async open(): Promise<Stage> {
    return new Stage(new TestNetwork(), await launchBrowser());
  }

  /** A tracker and three peers that have all met. */
  async threePeers(): Promise<[RunningPeer, RunningPeer, RunningPeer]> {
    const settings = { CHEESE_TRACKERS: (await this.network.tracker()).tcp };
    const start = (name: string) => this.network.peer(name, settings);
    const peers = await Promise.all([start('one'), start('two'), start('three')]);
    await eventually(async () => {
      const chains = await Promise.all(peers.map((peer) => peer.chain()));
      return chains.every((chain) => chain.peers === 2);
    }, MEETING_DEADLINE_MS);
    return peers;
  }

  /** Somebody who opens the peer's link, unless the options say otherwise. */
  async visitor(peer: Pick<RunningPeer, 'http' | 'token'>, options: VisitorOptions = {}): Promise<Visitor> {
    const visitor = await Visitor.at(this.browser, peer.http, { token: peer.token, ...options });
    this.visitors.push(visitor);
    return visitor;
  }

  /** Somebody who typed the address, without the token. */
  async stranger(http: string, options: VisitorOptions = {}): Promise<Visitor> {
    const visitor = await Visitor.at(this.browser, http, options);
    this.visitors.push(visitor);
    return visitor;
  }

  /** Closes all windows; gives what no page may do and one of these did. For the end of every test. */
  async complaints(): Promise<string[]> {
    const left = this.visitors;
    this.visitors = [];
    for (const visitor of left) await visitor.leave();
    return left.flatMap(({ complaints }) => complaints);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.network.close();
  }
}
