import type { Clock } from '../primitives/clock.port.ts';
import { type Rate, TokenBucket } from './token-bucket.ts';

/** Bytes of answers: a chain is served as fast as anybody connects it, and no line is kept busy for nothing. */
export const ANSWER_BYTES: Rate = { burst: 67_108_864, perSecond: 16_777_216 };
/** Requests: catching up with small blocks over a quick line takes hundreds a second. */
export const REQUESTS: Rate = { burst: 5_000, perSecond: 1_000 };
/** Announcements that came to nothing: an honest peer has them while one of the two is behind. */
export const FRUITLESS_ANNOUNCEMENTS: Rate = { burst: 30, perSecond: 0.2 };
/** Ids in inventories: a whole pool at once, then as many as signatures can be checked. */
export const INVENTORY_IDS: Rate = { burst: 100_000, perSecond: 15_000 };
/** Address records told unasked, each of which costs a signature check and goes on to others (Bitcoin Core's rate). */
export const ADDRESS_RECORDS: Rate = { burst: 40, perSecond: 0.1 };

/** Revocation lists that are news, and tickets shown anew, each of which costs a signature check: few trackers, rarely. */
export const MEMBERSHIP_NEWS: Rate = { burst: 32, perSecond: 0.1 };

/** What one session may still ask of us and tell us. */
export class PeerBudget {
  readonly answerBytes: TokenBucket;
  readonly requests: TokenBucket;
  readonly announcements: TokenBucket;
  readonly inventoryIds: TokenBucket;
  readonly addressRecords: TokenBucket;
  readonly membership: TokenBucket;

  constructor(clock: Clock) {
    this.answerBytes = new TokenBucket(ANSWER_BYTES, clock);
    this.requests = new TokenBucket(REQUESTS, clock);
    this.announcements = new TokenBucket(FRUITLESS_ANNOUNCEMENTS, clock);
    this.inventoryIds = new TokenBucket(INVENTORY_IDS, clock);
    this.addressRecords = new TokenBucket(ADDRESS_RECORDS, clock);
    this.membership = new TokenBucket(MEMBERSHIP_NEWS, clock);
  }
}
