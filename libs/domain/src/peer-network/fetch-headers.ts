import { decodeHeader, type Header } from '../block/header.ts';
import type { Chain } from '../chain/chain.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import { type Clock, nowSeconds } from '../primitives/clock.port.ts';
import { type Hash, ZERO_HASH } from '../primitives/hash.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { locatorOf } from './chain-queries.ts';
import { HeaderWalk, requiredWork } from './header-walk.ts';
import { MAX_HEADERS_PER_ANSWER, MAX_LOCATOR_HASHES, REQUEST_TIMEOUT_MS } from './limits.ts';
import { codeOfNoAnswer } from './no-answer.ts';
import type { Peer } from './peer.ts';
import type { ProvenHeaders } from './proven-headers.ts';

/**
 * Headers whose bodies are still to come, gathered before their bodies are fetched: some ten megabytes of memory, and
 * the most that a peer with headers and no bodies can make us keep at a time.
 */
export const MAX_HEADERS_AHEAD = 16_000;
/** Headers judged between two breaths: a few milliseconds. */
const HEADERS_PER_BREATH = 250;
/** Places of our own chain that go along with the last header, in case the peer has changed its mind meanwhile. */
const MAX_FALLBACK_HASHES = MAX_LOCATOR_HASHES / 2;

export interface FetchHeadersDependencies {
  readonly chain: Chain;
  readonly clock: Clock;
  /** Ends the work between two pages. */
  readonly isStopped: () => boolean;
  /** Ends of pages on chains that were found to claim enough work: kept from one fetch to the next. */
  readonly proven: ProvenHeaders;
}

/** Why a peer's headers led nowhere. What isn't in the table of scores is no fault. */
export interface HeadersRefusal {
  readonly code: string;
}

type Page = Result<readonly Header[], HeadersRefusal>;
type Outcome = Result<HeaderEntry, HeadersRefusal>;

/**
 * One peer's headers, from where its best chain leaves ours: the last one stored, which is what to follow. It has more
 * work than our tip, and about {@link MAX_HEADERS_AHEAD} without a body lie before it at most.
 *
 * In two passes when that chain does not claim enough work yet: first every header is judged and dropped again, but
 * for the hash that each page ends on; only when the work is there are the same pages fetched once more and stored
 * (Bitcoin Core's headers presync has the idea).
 */
export async function fetchHeaders(peer: Peer, dependencies: FetchHeadersDependencies): Promise<Outcome> {
  const first = await new HeaderFetch(peer, dependencies).run();
  if (first !== 'proven') return first;
  const second = await new HeaderFetch(peer, dependencies).run();
  // A chain is proven once: what the second pass had to judge again is another chain.
  return second === 'proven' ? refused({ code: 'sync-chain-moved' }) : second;
}

class HeaderFetch {
  /** Ends of the pages judged and dropped. */
  private readonly dropped: Hash[] = [];
  /** The chain goes on, from a little ahead in time: that comes again later. */
  private isCutByTime = false;
  private ownLocator: readonly Hash[] = [];

  constructor(
    private readonly peer: Peer,
    private readonly dependencies: FetchHeadersDependencies,
  ) {}

  /** `proven`: the chain claims enough work, and may be fetched again and stored. */
  async run(): Promise<Outcome | 'proven'> {
    const { chain } = this.dependencies;
    this.ownLocator = await locatorOf(chain);
    const page = await this.ask(this.ownLocator);
    if (!page.ok) return page;
    const start = page.value[0]?.previousHash;
    if (start === undefined) return refused({ code: 'sync-claim-unfounded' });
    const fork = this.ownLocator.includes(start) ? await chain.find(start) : undefined;
    if (fork === undefined) return refused({ code: 'sync-headers-unconnected' });
    const claimsEnough = fork.totalWork >= requiredWork(chain) || this.dependencies.proven.lastIn(page.value) >= 0;
    return claimsEnough ? this.storeAll(page.value) : this.judgeAll(fork.hash, page.value);
  }

  /** Stores this page and those after it, as far as they may be. */
  private async storeAll(first: readonly Header[]): Promise<Outcome> {
    const { chain, proven } = this.dependencies;
    let stored: HeaderEntry | undefined;
    let headers = first;
    for (;;) {
      const parent: HeaderEntry | undefined = await chain.find((headers[0] as Header).previousHash);
      const isEnough = parent !== undefined && parent.totalWork >= requiredWork(chain);
      const keep = isEnough ? headers : headers.slice(0, proven.lastIn(headers) + 1);
      if (keep.length === 0) return stored === undefined ? refused({ code: 'sync-chain-moved' }) : this.found(stored);
      const next = await this.store(keep);
      if (!next.ok) return next;
      stored = next.value;
      const isLast = keep.length === headers.length && headers.length < MAX_HEADERS_PER_ANSWER;
      if (isLast || this.isCutByTime || (await this.isFarAhead(stored))) return this.found(stored);
      const page = await this.nextPage(stored.hash);
      // What has come is worth following, whatever became of the rest.
      if (!page.ok || page.value.length === 0) return this.found(stored);
      headers = page.value;
    }
  }

  /** The last of these headers that the chain takes. */
  private async store(headers: readonly Header[]): Promise<Outcome> {
    const { accepted: entries, refusal } = await this.dependencies.chain.acceptHeaders(headers);
    const last = entries.at(-1);
    this.isCutByTime = refusal?.code === 'header-time-too-far-ahead';
    if (last !== undefined && (refusal === undefined || this.isCutByTime)) return accepted(last);
    return refused({ code: refusal?.code ?? 'sync-claim-unfounded' });
  }

  /** A peer is asked because it claims more work than ours. */
  private found(entry: HeaderEntry): Outcome {
    if (entry.totalWork > this.dependencies.chain.tip.totalWork) return accepted(entry);
    return refused({ code: this.isCutByTime ? 'header-time-too-far-ahead' : 'sync-claim-unfounded' });
  }

  /** Judges this page and those after it, until they claim enough work. */
  private async judgeAll(fork: Hash, first: readonly Header[]): Promise<Outcome | 'proven'> {
    const { chain, proven } = this.dependencies;
    const walk = await HeaderWalk.from(chain, fork);
    if (walk === undefined) return refused({ code: 'sync-chain-moved' });
    let page: Page = accepted(first);
    while (page.ok) {
      const broken = await this.judge(walk, page.value);
      if (walk.last.totalWork >= requiredWork(chain)) {
        proven.learn([...this.dropped, walk.last.hash]);
        return 'proven';
      }
      if (broken !== undefined) return refused(broken);
      if (page.value.length < MAX_HEADERS_PER_ANSWER) return refused({ code: 'sync-claim-unfounded' });
      if (this.dropped.length >= proven.capacity - 1) return refused({ code: 'sync-chain-too-long' });
      this.dropped.push(walk.last.hash);
      page = await this.nextPage(walk.last.hash);
    }
    return page;
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

  /** What comes after a header. The peer may have left that chain meanwhile: then it is asked anew another time. */
  private async nextPage(after: Hash): Promise<Page> {
    const page = await this.ask([after, ...this.ownLocator.slice(-MAX_FALLBACK_HASHES)]);
    const start = page.ok ? page.value[0]?.previousHash : undefined;
    if (start === undefined || start === after) return page;
    return refused({ code: this.ownLocator.includes(start) ? 'sync-chain-moved' : 'sync-headers-unconnected' });
  }

  private async ask(locator: readonly Hash[]): Promise<Page> {
    if (this.dependencies.isStopped()) return refused({ code: 'sync-stopped' });
    const request = { locator, stop: ZERO_HASH };
    const answer = await this.peer.session.request('GETHEADERS', request, REQUEST_TIMEOUT_MS);
    if (!answer.ok) return refused({ code: codeOfNoAnswer(answer.refusal) });
    const headers: Header[] = [];
    for (const bytes of answer.value.headers.slice(0, MAX_HEADERS_PER_ANSWER)) {
      const header = decodeHeader(bytes);
      if (!header.ok) return header;
      const previous = headers.at(-1);
      if (previous !== undefined && header.value.previousHash !== previous.hash) {
        return refused({ code: 'sync-headers-unconnected' });
      }
      headers.push(header.value);
    }
    return accepted(headers);
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
