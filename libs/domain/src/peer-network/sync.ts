import { decodeHeader, type Header } from '../block/header.ts';
import { judgementOf } from '../chain/chain.errors.ts';
import type { Chain } from '../chain/chain.ts';
import { ZERO_HASH } from '../primitives/hash.ts';
import type { Log } from '../primitives/log.port.ts';
import { type DownloadedChunk, downloadBlocks } from './block-download.ts';
import { locatorOf, missingBodies } from './chain-queries.ts';
import { MAX_HEADERS_PER_ANSWER, REQUEST_TIMEOUT_MS } from './limits.ts';
import type { Peer } from './peer.ts';
import type { Roster } from './roster.ts';

/** Blocks behind at which a node counts as synchronising, for people and for readiness. */
export const SYNCING_BEHIND_BLOCKS = 2;

export interface SyncDependencies {
  readonly chain: Chain;
  readonly roster: Roster;
  readonly log: Log;
  readonly report: (peer: Peer, code: string) => void;
}

/**
 * Catches up with peers that have more work: headers first, then bodies from all who have them. One run at a time;
 * being told of something new while it runs makes it look again.
 */
export class Sync {
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = false;
  /** Peers whose headers led nowhere, until they say something new. */
  private readonly fruitless = new WeakMap<Peer, string>();

  constructor(private readonly dependencies: SyncDependencies) {}

  /** True while the best known header is well ahead of the connected chain. */
  get syncing(): boolean {
    const { tip, bestHeader } = this.dependencies.chain;
    return bestHeader.height - tip.height > SYNCING_BEHIND_BLOCKS;
  }

  /** Something changed: a peer joined or told of a better chain. */
  nudge(): void {
    if (this.stopped) return;
    if (this.running !== undefined) {
      this.again = true;
      return;
    }
    this.running = this.run().finally(() => {
      this.running = undefined;
    });
  }

  /** Resolves when no run is under way. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    do {
      this.again = false;
      try {
        for (let peer = this.bestSource(); peer !== undefined && !this.stopped; peer = this.bestSource()) {
          if (!(await this.follow(peer))) this.fruitless.set(peer, peer.status.tipHash);
        }
      } catch (error) {
        this.dependencies.log.error('synchronisation failed and will be tried again', { error: String(error) });
      }
    } while (this.again && !this.stopped);
  }

  /** The peer with the most work above ours. */
  private bestSource(): Peer | undefined {
    const { chain, roster } = this.dependencies;
    let best: Peer | undefined;
    for (const peer of roster.all()) {
      if (peer.status.totalWork <= chain.tip.totalWork || this.fruitless.get(peer) === peer.status.tipHash) continue;
      if (best === undefined || peer.status.totalWork > best.status.totalWork) best = peer;
    }
    return best;
  }

  /** Follows a peer's chain; true when ours has moved. */
  private async follow(peer: Peer): Promise<boolean> {
    const { chain, log } = this.dependencies;
    const before = chain.tip;
    if (!(await this.fetchHeaders(peer))) return false;
    const missing = await missingBodies(chain);
    if (missing.length > 1) log.info('catching up', { from: before.height, to: chain.bestHeader.height });
    await downloadBlocks(missing, {
      sources: () => this.dependencies.roster.all().filter(({ status }) => status.totalWork > before.totalWork),
      report: this.dependencies.report,
      take: (chunk) => this.take(chunk),
    });
    return chain.tip.hash !== before.hash;
  }

  /** Asks for headers until the peer has no more; false when it sent something it should not have. */
  private async fetchHeaders(peer: Peer): Promise<boolean> {
    const { chain, report } = this.dependencies;
    let locator = await locatorOf(chain);
    while (!this.stopped) {
      const answer = await peer.session.request('GETHEADERS', { locator, stop: ZERO_HASH }, REQUEST_TIMEOUT_MS);
      if (!answer.ok) return false;
      const headers = decodeAll(answer.value.headers);
      const last = headers.at(-1);
      if (last === undefined) return true;
      const { refusal } = await chain.acceptHeaders(headers);
      if (refusal !== undefined) {
        const judgement = judgementOf(refusal);
        if (judgement === 'invalid') report(peer, refusal.code);
        if (refusal.code === 'block-previous-unknown') report(peer, 'sync-headers-unconnected');
        // Headers from a little ahead in time come again later; those before them count.
        return refusal.code === 'header-time-too-far-ahead';
      }
      if (headers.length < MAX_HEADERS_PER_ANSWER) return true;
      locator = [last.hash, ...locator.slice(0, 32)];
    }
    return false;
  }

  private async take({ peer, blocks }: DownloadedChunk): Promise<boolean> {
    const { chain, report, log } = this.dependencies;
    const outcomes = await chain.acceptAll(blocks, 'normal');
    log.debug('blocks connected', { height: chain.tip.height, blocks: blocks.length });
    for (const outcome of outcomes) {
      if (outcome.kind !== 'refused') continue;
      if (judgementOf(outcome.refusal) !== 'not-yet') report(peer, outcome.refusal.code);
      return false;
    }
    return !this.stopped;
  }
}

function decodeAll(encoded: readonly Uint8Array[]): Header[] {
  const headers: Header[] = [];
  for (const bytes of encoded) {
    const header = decodeHeader(bytes);
    if (header.ok) headers.push(header.value);
  }
  return headers;
}
