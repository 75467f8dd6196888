import type { Header } from '../block/header.ts';
import type { Chain } from '../chain/chain.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import { nowSeconds } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import type { Log } from '../primitives/log.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { locatorOf } from './chain-queries.ts';
import { HeaderPages, type HeaderPagesDependencies, type SentPage } from './header-pages.ts';
import { bytesOf, HeaderSource, type HeadersRefusal } from './header-source.ts';
import { HeaderWalk, requiredWork } from './header-walk.ts';
import { MAX_HEADERS_PER_ANSWER } from './limits.ts';
import { downloadInOrder } from './ordered-download.ts';
import type { Peer } from './peer.ts';
import type { ProvenHeaders } from './proven-headers.ts';

/**
 * Headers whose bodies are still to come, gathered before their bodies are fetched: some ten megabytes of memory, and
 * the most that a peer with headers and no bodies can make us keep at a time.
 */
export const MAX_HEADERS_AHEAD = 16_000;
/** Pages of a skeleton that are filled at a time. */
const SEGMENTS_AT_ONCE = MAX_HEADERS_AHEAD / MAX_HEADERS_PER_ANSWER;
/** Headers judged between two breaths: a few milliseconds. */
const HEADERS_PER_BREATH = 250;
/** A long chain takes minutes to judge: people are told this often, 100,000 headers each. */
const PAGES_PER_LOG = 50;

export interface FetchHeadersDependencies extends HeaderPagesDependencies {
  readonly chain: Chain;
  readonly log: Log;
  /** Ends of pages on chains that were found to claim enough work: kept from one fetch to the next. */
  readonly proven: ProvenHeaders;
  /** Told after every page that was judged or stored: the height of its last header. */
  readonly came: (phase: 'judging-headers' | 'fetching-headers', height: number) => void;
}

type Outcome = Result<HeaderEntry, HeadersRefusal>;

/**
 * Headers of a peer's best chain, from where it leaves ours: the last one stored, which is what to follow. It has more
 * work than our tip, and about {@link MAX_HEADERS_AHEAD} without a body lie before it at most.
 *
 * In two passes when that chain does not claim enough work yet: first every header is judged and dropped again, but
 * for the hash that each page ends on; only when the work is there are the pages between those fetched once more, from
 * several peers at once, and stored (Bitcoin Core's headers presync has the idea). Whoever stalls or lies is replaced by
 * another peer on the same chain.
 */
export async function fetchHeaders(peer: Peer, dependencies: FetchHeadersDependencies): Promise<Outcome> {
  const pages = new HeaderPages(peer, await locatorOf(dependencies.chain), dependencies);
  const outcome = await new HeaderFetch(pages, dependencies).run();
  if (pages.refusal === undefined) return outcome;
  if (!outcome.ok) return refused(pages.refusal);
  dependencies.blame(peer, pages.refusal.code);
  return outcome;
}

class HeaderFetch {
  /** The chain goes on, from a little ahead in time: that comes again later. */
  private isCutByTime = false;
  /** The last page stored was not full: there are no more, or few that were found meanwhile. */
  private isAtEnd = false;

  constructor(
    private readonly pages: HeaderPages,
    private readonly dependencies: FetchHeadersDependencies,
  ) {}

  async run(): Promise<Outcome> {
    const { chain, proven } = this.dependencies;
    const page = await this.pages.first();
    if (!page.ok) return page;
    const start = page.value[0]?.previousHash;
    if (start === undefined) return refused({ code: 'sync-claim-unfounded' });
    const fork = this.pages.knows(start) ? await chain.find(start) : undefined;
    if (fork === undefined) return refused({ code: 'sync-headers-unconnected' });
    if (fork.totalWork < requiredWork(chain) && proven.lastIn(page.value) < 0) return this.proveAll(fork, page.value);
    const stored = await this.store(page.value);
    if (!stored.ok) return stored;
    return this.goOn(stored.value);
  }

  /** The first pass: judges this page and those after it until they claim enough work, and then stores them. */
  private async proveAll(fork: HeaderEntry, first: readonly Header[]): Promise<Outcome> {
    const { proven } = this.dependencies;
    const lastOfFirst = (first.at(-1) as Header).hash;
    if (proven.isJudged(lastOfFirst)) return refused({ code: 'sync-chain-shared' });
    const ends: Hash[] = [];
    try {
      const refusal = await this.judgeAll(fork, first, ends);
      if (refusal !== undefined) return refused(refusal);
    } finally {
      proven.endJudging(ends);
    }
    proven.learn([fork.hash, ...ends]);
    return this.goOn(fork);
  }

  /** Collects where each page ends. */
  private async judgeAll(
    fork: HeaderEntry,
    first: readonly Header[],
    ends: Hash[],
  ): Promise<HeadersRefusal | undefined> {
    const { chain, proven, log, came } = this.dependencies;
    const walk = await HeaderWalk.from(chain, fork.hash);
    if (walk === undefined) return { code: 'sync-chain-moved' };
    let page: SentPage | undefined = { peer: this.pages.followed, headers: first };
    while (page !== undefined) {
      const broken = await this.judge(walk, page.headers);
      const isWorthy = walk.last.totalWork >= requiredWork(chain);
      if (walk.last.hash !== (ends.at(-1) ?? fork.hash)) {
        ends.push(walk.last.hash);
        proven.beginJudging(walk.last.hash);
        came('judging-headers', walk.last.height);
        if (ends.length % PAGES_PER_LOG === 0) log.info('judging a long chain', { height: walk.last.height });
      }
      if (isWorthy) return undefined;
      if (broken !== undefined) this.pages.exclude(page.peer, broken.code);
      else if (this.isEndOfClaim(page)) return { code: 'sync-claim-unfounded' };
      if (ends.length >= proven.capacity - 1) return { code: 'sync-chain-too-long' };
      page = await this.pages.next(walk.last.hash);
    }
    return { code: 'sync-no-answer' };
  }

  /** The peer that claims the work has no more headers. Whoever stood in for it may have fewer, and claims less. */
  private isEndOfClaim({ peer, headers }: SentPage): boolean {
    return peer === this.pages.followed && headers.length < MAX_HEADERS_PER_ANSWER;
  }

  /** Judges a page; the refusal of the first header that breaks a rule. */
  private async judge(walk: HeaderWalk, headers: readonly Header[]): Promise<HeadersRefusal | undefined> {
    const { clock } = this.dependencies;
    for (const [index, header] of headers.entries()) {
      if (index % HEADERS_PER_BREATH === HEADERS_PER_BREATH - 1) await clock.breathe();
      const taken = walk.take(header, nowSeconds(clock));
      if (taken.ok) continue;
      const { code } = taken.refusal;
      return { code: code === 'block-previous-unknown' ? 'sync-headers-unconnected' : code };
    }
    return undefined;
  }

  /** Stores what comes after a header, as far as it may be: pages of a proven skeleton from several peers at once. */
  private async goOn(from: HeaderEntry): Promise<Outcome> {
    let last = from;
    while (!this.isAtEnd && !this.isCutByTime && !(await this.isFarAhead(last))) {
      const filled = await this.fill(last);
      if (filled !== undefined) {
        last = filled;
        continue;
      }
      const page = await this.pages.next(last.hash);
      // What has come is worth following, whatever became of the rest.
      if (page === undefined || page.headers.length === 0) break;
      const stored = await this.store(page.headers);
      if (stored.ok) last = stored.value;
      else this.pages.exclude(page.peer, stored.refusal.code);
    }
    return this.found(last);
  }

  /** Stores the next pages of a proven skeleton: the last header of them; undefined when there are none to be had. */
  private async fill(after: HeaderEntry): Promise<HeaderEntry | undefined> {
    const { clock, log, cancellation, proven } = this.dependencies;
    let last: HeaderEntry | undefined;
    await downloadInOrder(proven.segmentsAfter(after.hash, SEGMENTS_AT_ONCE), {
      clock,
      log,
      cancellation,
      sources: () => this.pages.sources(),
      newSource: (peer) => new HeaderSource(peer, clock),
      bytesOf,
      failed: (peer, code) => this.pages.exclude(peer, code),
      take: async ({ items }) => {
        for (const headers of items) {
          const stored = await this.store(headers);
          if (!stored.ok) return false;
          last = stored.value;
        }
        return !this.isCutByTime;
      },
    });
    return last;
  }

  /** The last of these headers that the chain takes: those on enough work, or up to a proven one. */
  private async store(headers: readonly Header[]): Promise<Outcome> {
    const { chain, proven, came } = this.dependencies;
    const parent = await chain.find((headers[0] as Header).previousHash);
    const isEnough = parent !== undefined && parent.totalWork >= requiredWork(chain);
    const keep = isEnough ? headers : headers.slice(0, proven.lastIn(headers) + 1);
    if (keep.length === 0) return refused({ code: 'sync-chain-moved' });
    const { accepted: entries, refusal } = await chain.acceptHeaders(keep);
    const last = entries.at(-1);
    if (last !== undefined) came('fetching-headers', last.height);
    this.isCutByTime = refusal?.code === 'header-time-too-far-ahead';
    this.isAtEnd = keep.length === headers.length && headers.length < MAX_HEADERS_PER_ANSWER;
    if (last !== undefined && (refusal === undefined || this.isCutByTime)) return accepted(last);
    return refused({ code: refusal?.code ?? 'sync-claim-unfounded' });
  }

  /** A peer is asked because it claims more work than ours. */
  private found(entry: HeaderEntry): Outcome {
    if (entry.totalWork > this.dependencies.chain.tip.totalWork) return accepted(entry);
    return refused({ code: this.isCutByTime ? 'header-time-too-far-ahead' : 'sync-claim-unfounded' });
  }

  /** Enough for now: more than our own chain, and as many headers ahead of their bodies as may be. */
  private async isFarAhead(entry: HeaderEntry): Promise<boolean> {
    const { chain } = this.dependencies;
    if (entry.totalWork <= chain.tip.totalWork) return false;
    let cursor: HeaderEntry | undefined = entry;
    let ahead = 0;
    while (cursor !== undefined && cursor.status === 'header' && ahead < MAX_HEADERS_AHEAD) {
      ahead++;
      cursor = await chain.find(cursor.header.previousHash);
    }
    return ahead >= MAX_HEADERS_AHEAD;
  }
}
