import type { Block } from '../block/block.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import { type Clock, delay } from '../primitives/clock.port.ts';
import type { Log } from '../primitives/log.port.ts';
import { type Random, randomInteger } from '../primitives/random.port.ts';
import { SALT_BYTES, toAnnouncement, toHint } from './compact-block.ts';
import { inBackground } from './in-background.ts';
import { BLOCKS_TIMEOUT_MS } from './limits.ts';
import type { AnnouncementOutcome, BlockAnnouncement } from './messages.ts';
import type { Peer } from './peer.ts';
import type { Roster } from './roster.ts';

/** Hints wait a moment, at random: of two neighbours who both just heard of a block, one then tells the other. */
const MIN_HINT_DELAY_MS = 20;
const MAX_HINT_DELAY_MS = 120;

export interface BlockAnnouncerDependencies {
  readonly roster: Roster;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** A peer seems to be behind: it should learn where our chain ends. */
  readonly lookInto: (peer: Peer) => void;
}

/** What is announced: the block and its place. */
type Place = Pick<HeaderEntry, 'hash' | 'height' | 'totalWork'>;

/**
 * Tells peers of new blocks, each of them once. A block made here goes to all in full. One that came from a peer goes
 * in full to those who lately heard of blocks from us first, and as a hint to the others, who probably know: so a block
 * crosses each line about once, however many lines there are.
 */
export class BlockAnnouncer {
  /** Announcements since the start, to one peer each. */
  readonly totals = { inFull: 0, hints: 0 };

  constructor(private readonly dependencies: BlockAnnouncerDependencies) {}

  /** Every peer that may not know the block hears of it; all of the same announcement, made once. */
  announce(block: Block, place: Place, origin: 'own' | 'received'): void {
    const { roster, random, log } = this.dependencies;
    const listeners = roster.all().filter((peer) => mayNotKnow(peer, place));
    if (listeners.length === 0) return;
    const announcement = toAnnouncement(block, random.bytes(SALT_BYTES));
    for (const peer of listeners) {
      const inFull = origin === 'own' || peer.hearsFromUsFirst;
      inBackground(log, 'announcing a block', () =>
        inFull ? this.tell(peer, announcement, place) : this.hint(peer, toHint(block), announcement, place),
      );
    }
  }

  private async hint(
    peer: Peer,
    hint: BlockAnnouncement,
    announcement: BlockAnnouncement,
    place: Place,
  ): Promise<void> {
    const { clock, random } = this.dependencies;
    await delay(clock, MIN_HINT_DELAY_MS + randomInteger(random, MAX_HINT_DELAY_MS - MIN_HINT_DELAY_MS));
    if (!mayNotKnow(peer, place)) return;
    this.totals.hints++;
    if ((await this.ask(peer, hint, place)) === 'wanted') await this.tell(peer, announcement, place);
  }

  private async tell(peer: Peer, announcement: BlockAnnouncement, place: Place): Promise<void> {
    this.totals.inFull++;
    const outcome = await this.ask(peer, announcement, place);
    if (outcome === 'known') peer.hearsFromUsFirst = false;
    if (outcome === 'connected' || outcome === 'stored') peer.hearsFromUsFirst = true;
    if (outcome !== 'connected' || peer.status.totalWork >= place.totalWork) return;
    peer.status = { height: place.height, tipHash: place.hash, totalWork: place.totalWork };
  }

  private async ask(peer: Peer, message: BlockAnnouncement, { hash }: Place): Promise<AnnouncementOutcome | undefined> {
    const { lookInto, log } = this.dependencies;
    peer.known.set(hash, true);
    const answer = await peer.session.request('BRCHEESE', message, BLOCKS_TIMEOUT_MS);
    if (!answer.ok) return undefined;
    const { outcome, code } = answer.value;
    // A peer that is behind learns our status from this, and asks for what it misses.
    if (outcome === 'behind') lookInto(peer);
    if (outcome === 'refused') log.warn('a peer refused our block', { peer: peer.session.peerId, code });
    return outcome;
  }
}

function mayNotKnow({ known, status }: Peer, { hash, totalWork }: Place): boolean {
  return !known.has(hash) && status.totalWork < totalWork;
}
