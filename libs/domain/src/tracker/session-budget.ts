import { type Rate, TokenBucket } from '../peer-network/token-bucket.ts';
import type { Session } from '../peer-network/transport.port.ts';
import type { Clock } from '../primitives/clock.port.ts';

/** Messages of a session: far more at once than joining and asking take; an honest peer sends one in five seconds. */
export const SESSION_MESSAGES: Rate = { burst: 60, perSecond: 2 };

/** How much each session may still ask. */
export class SessionBudgets {
  private readonly buckets = new WeakMap<Session, TokenBucket>();

  constructor(private readonly clock: Clock) {}

  /** Takes one message off; false when the session has asked too much. */
  spend(session: Session): boolean {
    const bucket = this.buckets.get(session) ?? new TokenBucket(SESSION_MESSAGES, this.clock);
    this.buckets.set(session, bucket);
    return bucket.take(1);
  }
}
