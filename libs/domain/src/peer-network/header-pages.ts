import type { Header } from '../block/header.ts';
import type { Cancellation } from '../primitives/cancellation.ts';
import type { Clock } from '../primitives/clock.port.ts';
import type { Hash } from '../primitives/hash.ts';
import { firstFruitful } from './first-fruitful.ts';
import { askForHeaders, type HeaderPage, type HeadersRefusal } from './header-source.ts';
import { MAX_LOCATOR_HASHES } from './limits.ts';
import type { Peer } from './peer.ts';

/** A page that takes longer than this is asked of another peer as well: it takes far less on a slow line. */
const PAGE_STAGGER_MS = 3_000;
/** Places of our own chain that go along with the last header, in case the peer has changed its mind meanwhile. */
const MAX_FALLBACK_HASHES = MAX_LOCATOR_HASHES / 2;

export interface HeaderPagesDependencies {
  readonly clock: Clock;
  /** Ends everything; what is under way is given up. */
  readonly cancellation: Cancellation;
  /** Other peers that claim more work than ours: they may have the same chain. */
  readonly others: () => readonly Peer[];
  /** A peer other than the one that is followed broke a rule. */
  readonly blame: (peer: Peer, code: string) => void;
}

/** A page, and who sent it. */
export interface SentPage {
  readonly peer: Peer;
  readonly headers: readonly Header[];
}

/**
 * The pages of one chain, from the peer that told of it as long as it gives them; where it stalls, leaves or lies,
 * from any other peer on the same chain, so that nothing of what was done is lost.
 */
export class HeaderPages {
  /** Why the peer that is followed gave no more. */
  refusal: HeadersRefusal | undefined;
  private readonly excluded = new Set<Peer>();
  /** Who gave the last page: nobody waits twice for one who was overtaken. */
  private preferred: Peer;

  constructor(
    readonly followed: Peer,
    private readonly ownLocator: readonly Hash[],
    private readonly dependencies: HeaderPagesDependencies,
  ) {
    this.preferred = followed;
  }

  /** Whether a header is one of our own chain that the peers were told of. */
  knows(hash: Hash): boolean {
    return this.ownLocator.includes(hash);
  }

  /** Where the followed peer's chain leaves ours, and the headers from there. */
  first(): Promise<HeaderPage> {
    return askForHeaders(this.followed, this.ownLocator, this.dependencies.cancellation);
  }

  /** What comes after a header: empty when the followed peer has no more, undefined when nobody gives it. */
  async next(after: Hash): Promise<SentPage | undefined> {
    const waiting = this.sources();
    const page = await firstFruitful({
      clock: this.dependencies.clock,
      staggerMs: PAGE_STAGGER_MS,
      next: () => waiting.shift(),
      attempt: (peer) => this.pageOf(peer, after),
    });
    this.preferred = page?.peer ?? this.preferred;
    return page;
  }

  /** Who may be asked, the likeliest first. */
  sources(): Peer[] {
    const { cancellation, others } = this.dependencies;
    if (cancellation.aborted) return [];
    return [...new Set([this.preferred, this.followed, ...others()])].filter(
      (peer) => !this.excluded.has(peer) && !peer.session.closed,
    );
  }

  /** A peer is asked no more for this chain. */
  exclude(peer: Peer, code: string): void {
    this.excluded.add(peer);
    if (peer === this.followed) this.refusal ??= { code };
    else this.dependencies.blame(peer, code);
  }

  private async pageOf(peer: Peer, after: Hash): Promise<SentPage | undefined> {
    const locator = [after, ...this.ownLocator.slice(-MAX_FALLBACK_HASHES)];
    const page = await askForHeaders(peer, locator, this.dependencies.cancellation);
    if (!page.ok) {
      this.exclude(peer, page.refusal.code);
      return undefined;
    }
    const start = page.value[0]?.previousHash;
    if (start === after) return { peer, headers: page.value };
    if (start === undefined) return peer === this.followed ? { peer, headers: [] } : undefined;
    // It has left this chain, which is no fault, as long as what it sends stands on ours.
    this.exclude(peer, this.ownLocator.includes(start) ? 'sync-chain-moved' : 'sync-headers-unconnected');
    return undefined;
  }
}
