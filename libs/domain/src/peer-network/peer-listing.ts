import type { Clock } from '../primitives/clock.port.ts';
import { type Random, sample } from '../primitives/random.port.ts';
import type { PeerId } from './peer-id.ts';

/** Everybody who asks on the same day is told the same: nobody gets the whole book by asking often. */
const SAME_ANSWER_MS = 86_400_000;

interface Listed {
  readonly id: PeerId;
}

/** Which of many addresses others are told of. */
export class PeerListing {
  private chosen: readonly PeerId[] = [];
  private chosenMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /** All but the asker's when they are `count` or fewer; else `count` of them, the same for a day while they last. */
  pick<Item extends Listed>(items: readonly Item[], asker: PeerId, count: number): Item[] {
    const others = items.filter(({ id }) => id !== asker);
    if (others.length <= count) return others;
    const known = this.chosenOf(others);
    const isOld = this.clock.nowMs() - this.chosenMs >= SAME_ANSWER_MS;
    if (!isOld && known.length >= count) return known.slice(0, count);
    // One more than is told, so that the asker may be among them.
    this.chosen = sample(this.random, items, count + 1).map(({ id }) => id);
    this.chosenMs = this.clock.nowMs();
    return this.chosenOf(others).slice(0, count);
  }

  private chosenOf<Item extends Listed>(items: readonly Item[]): Item[] {
    const byId = new Map(items.map((item) => [item.id, item]));
    return this.chosen.flatMap((id) => byId.get(id) ?? []);
  }
}
