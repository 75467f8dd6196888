import type { Block } from '../block/block.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import type { Log } from '../primitives/log.port.ts';
import type { Random } from '../primitives/random.port.ts';
import { SALT_BYTES, toAnnouncement } from './compact-block.ts';
import { inBackground } from './in-background.ts';
import { BLOCKS_TIMEOUT_MS } from './limits.ts';
import type { BlockAnnouncement } from './messages.ts';
import type { Peer } from './peer.ts';
import type { Roster } from './roster.ts';

export interface BlockAnnouncerDependencies {
  readonly roster: Roster;
  readonly random: Random;
  readonly log: Log;
  /** A peer seems to be behind: it should learn where our chain ends. */
  readonly lookInto: (peer: Peer) => void;
}

/** Tells peers of new blocks, each of them once. */
export class BlockAnnouncer {
  constructor(private readonly dependencies: BlockAnnouncerDependencies) {}

  /** Every peer that may not know the block hears of it; all of the same announcement, made once. */
  announce(block: Block, { hash, height, totalWork }: Pick<HeaderEntry, 'hash' | 'height' | 'totalWork'>): void {
    const { roster, random, log } = this.dependencies;
    const listeners = roster.all().filter(({ known, status }) => !known.has(hash) && status.totalWork < totalWork);
    if (listeners.length === 0) return;
    const announcement = toAnnouncement(block, random.bytes(SALT_BYTES));
    for (const peer of listeners) {
      peer.known.set(hash, true);
      inBackground(log, 'announcing a block', async () => {
        const connected = await this.tell(peer, announcement);
        if (connected && peer.status.totalWork < totalWork) peer.status = { height, tipHash: hash, totalWork };
      });
    }
  }

  /** True when the peer has connected it. */
  private async tell(peer: Peer, announcement: BlockAnnouncement): Promise<boolean> {
    const { lookInto, log } = this.dependencies;
    const answer = await peer.session.request('BRCHEESE', announcement, BLOCKS_TIMEOUT_MS);
    if (!answer.ok) return false;
    const { outcome, code } = answer.value;
    // A peer that is behind learns our status from this, and asks for what it misses.
    if (outcome === 'behind') lookInto(peer);
    if (outcome === 'refused') log.warn('a peer refused our block', { peer: peer.session.peerId, code });
    return outcome === 'connected';
  }
}
