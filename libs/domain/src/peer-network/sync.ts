import { judgementOf } from '../chain/chain.errors.ts';
import type { Chain } from '../chain/chain.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import { CancellationSource } from '../primitives/cancellation.ts';
import type { Clock } from '../primitives/clock.port.ts';
import { EventChannel } from '../primitives/event-channel.ts';
import type { Log } from '../primitives/log.port.ts';
import { type DownloadedBlocks, downloadBlocks } from './block-download.ts';
import { missingBodies } from './chain-queries.ts';
import { fetchHeaders } from './fetch-headers.ts';
import { firstFruitful } from './first-fruitful.ts';
import { inBackground } from './in-background.ts';
import type { Peer } from './peer.ts';
import { ProvenHeaders } from './proven-headers.ts';
import type { ReportBreach } from './report-breach.ts';
import type { Roster } from './roster.ts';
import { SyncCandidates } from './sync-candidates.ts';
import { SYNCING_BEHIND_BLOCKS, SyncMonitor } from './sync-monitor.ts';

/** A peer that takes longer for its headers does not keep us from asking the next: a page takes far less. */
const HEADERS_STAGGER_MS = 3_000;

export interface SyncDependencies {
  readonly chain: Chain;
  readonly roster: Roster;
  readonly clock: Clock;
  readonly log: Log;
  readonly report: ReportBreach;
}

/** A chain worth following: its last header that is here, and who says that it has connected it. */
interface Target {
  readonly entry: HeaderEntry;
  readonly peer: Peer;
}

/**
 * Catches up with peers that have more work: headers first, then bodies from all who have them. One run at a time;
 * being told of something new while it runs makes it look again.
 */
export class Sync {
  /** How far it is, for people. */
  readonly monitor: SyncMonitor;
  /** A chain well ahead of ours has been followed to its end: the peer that told of it. */
  readonly caughtUp = new EventChannel<Peer>();
  /** Blocks fetched since the start to catch up. */
  fetchedBlocks = 0;
  private readonly candidates: SyncCandidates;
  private readonly proven = new ProvenHeaders();
  private target: HeaderEntry | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private readonly cancellation = new CancellationSource();

  constructor(private readonly dependencies: SyncDependencies) {
    this.candidates = new SyncCandidates(dependencies.roster, dependencies.clock);
    this.monitor = new SyncMonitor(dependencies.chain, dependencies.roster);
  }

  /** True while a chain is followed that is well ahead of ours. */
  get syncing(): boolean {
    return this.behindBlocks > SYNCING_BEHIND_BLOCKS;
  }

  /** How far the chain that is followed is ahead of ours; 0 when none is. */
  get behindBlocks(): number {
    return this.target === undefined ? 0 : Math.max(0, this.target.height - this.dependencies.chain.tip.height);
  }

  /** Something changed: a peer joined or told of a better chain. */
  nudge(): void {
    if (this.cancellation.aborted) return;
    if (this.running !== undefined) {
      this.again = true;
      return;
    }
    const run = this.run().finally(() => {
      this.running = undefined;
    });
    this.running = run;
    inBackground(this.dependencies.log, 'synchronisation', () => run);
  }

  /** Gives up what is under way; resolves when no run is. */
  async stop(): Promise<void> {
    this.cancellation.abort();
    await this.running;
  }

  private async run(): Promise<void> {
    do {
      this.again = false;
      this.monitor.began();
      try {
        for (let target = await this.findTarget(); target !== undefined; target = await this.findTarget()) {
          await this.follow(target);
        }
      } catch (error) {
        this.dependencies.log.error('synchronisation failed and will be tried again', { error: String(error) });
      } finally {
        this.target = undefined;
        this.monitor.ended();
      }
    } while (this.again && !this.cancellation.aborted);
  }

  /** Headers of the first peer whose chain is worth following; of several, the one with the most claimed work is asked first. */
  private findTarget(): Promise<Target | undefined> {
    const { chain, clock } = this.dependencies;
    const asked = new Set<Peer>();
    return firstFruitful({
      clock,
      staggerMs: HEADERS_STAGGER_MS,
      next: () => {
        const peer = this.cancellation.aborted
          ? undefined
          : this.candidates.above(chain.tip.totalWork).find((each) => !asked.has(each));
        if (peer !== undefined) asked.add(peer);
        return peer;
      },
      attempt: (peer) => this.askHeaders(peer),
    });
  }

  private async askHeaders(peer: Peer): Promise<Target | undefined> {
    const { chain, clock, report, log } = this.dependencies;
    const headers = await fetchHeaders(peer, {
      chain,
      clock,
      log,
      proven: this.proven,
      cancellation: this.cancellation,
      others: () => this.candidates.above(chain.tip.totalWork),
      blame: report,
      came: (phase, height) => this.monitor.headersCame(peer, phase, height),
    });
    this.monitor.headersEnded(peer);
    // What it claimed may be ours by now, whatever it answers.
    if (peer.status.totalWork <= chain.tip.totalWork) return undefined;
    if (headers.ok) return { entry: headers.value, peer };
    const { code } = headers.refusal;
    log.debug('the headers of a peer lead nowhere', { peer: peer.session.peerId, code });
    // Another peer's headers of the same chain are being judged: nothing is wrong with this one's.
    if (code === 'sync-chain-shared') return undefined;
    this.candidates.failed(peer);
    report(peer, code, headers.refusal);
    return undefined;
  }

  /** Fetches what is missing of a chain and connects it. */
  private async follow({ entry, peer }: Target): Promise<void> {
    const { chain, log, clock } = this.dependencies;
    const missing = await missingBodies(chain, entry);
    if (missing.length > 1)
      log.info('catching up', { from: chain.tip.height, to: entry.height, peer: peer.session.peerId });
    this.target = entry;
    this.monitor.following(entry, peer);
    const before = chain.tip.totalWork;
    // Several parts of a chain may be connected at once; it is wrong once.
    let isBlamed = false;
    const blame = (): void => {
      if (!isBlamed) this.dependencies.report(peer, 'sync-chain-invalid');
      isBlamed = true;
    };
    const isComplete = await downloadBlocks(missing, {
      clock,
      log,
      cancellation: this.cancellation,
      sources: () => this.sources(peer, before),
      failed: (source, code) => this.sourceFailed(source, peer, code),
      take: (downloaded) => this.take(downloaded, blame),
    });
    const isFollowed = isComplete && chain.tip.totalWork >= entry.totalWork;
    if (isFollowed) this.followed(peer);
    else this.candidates.failed(peer);
    this.monitor.followingEnded();
    if (isFollowed && missing.length > SYNCING_BEHIND_BLOCKS) this.caughtUp.publish(peer);
  }

  private followed(peer: Peer): void {
    peer.lastUsefulMs = this.dependencies.clock.nowMs();
    this.candidates.succeeded(peer);
  }

  /** The peer that is followed says it has these blocks; whoever else has more work than we had may have them. */
  private sources(followed: Peer, before: bigint): Peer[] {
    const peers = this.cancellation.aborted ? [] : this.dependencies.roster.all();
    const mayHave = (peer: Peer) => peer.status.totalWork > before && !this.candidates.isResting(peer);
    const others = peers.filter((peer) => peer !== followed && mayHave(peer));
    return peers.includes(followed) ? [followed, ...others] : others;
  }

  /** Only who says it has connected these blocks must have them; but nobody may send others. */
  private sourceFailed(source: Peer, followed: Peer, code: string): void {
    const { report, log } = this.dependencies;
    log.debug('a peer gives no blocks', { peer: source.session.peerId, code });
    if (code !== 'sync-blocks-not-there' || source === followed) report(source, code);
  }

  /** Connects blocks. `blame` tells that the chain breaks a rule. */
  private async take({ peer, items: blocks }: DownloadedBlocks, blame: () => void): Promise<boolean> {
    const { chain, report, log } = this.dependencies;
    this.fetchedBlocks += blocks.length;
    const outcomes = await chain.acceptAll(blocks, 'normal');
    log.debug('blocks connected', { height: chain.tip.height, blocks: blocks.length });
    this.monitor.blocksCame();
    for (const outcome of outcomes) {
      if (outcome.kind !== 'refused') continue;
      const judgement = judgementOf(outcome.refusal);
      const { code } = outcome.refusal;
      log.warn('a block of a followed chain is refused', { code });
      // Whoever delivers answers for the bytes; for the rules, who says that it has connected the block.
      if (judgement === 'delivery') report(peer, code, outcome.refusal);
      if (judgement === 'invalid') blame();
      return false;
    }
    return !this.cancellation.aborted;
  }
}
