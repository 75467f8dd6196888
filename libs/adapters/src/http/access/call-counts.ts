import type { FastifyRateLimitStore } from '@fastify/rate-limit';
import { BoundedCache } from '#domain/primitives/bounded-cache';

/** Addresses counted at once; the longest silent is forgotten first. */
const MAX_COUNTED_ADDRESSES = 10_000;

interface Count {
  calls: number;
  readonly endsMs: number;
}

/**
 * Counts the calls of each address within a window, by time that only passes: while the machine's clock is set back, a
 * window by that clock would last for hours.
 */
export class CallCounts implements FastifyRateLimitStore {
  private readonly counts = new BoundedCache<string, Count>(MAX_COUNTED_ADDRESSES);

  incr(address: string, told: Parameters<FastifyRateLimitStore['incr']>[1], windowMs: number): void {
    const nowMs = performance.now();
    const known = this.counts.get(address);
    const count = known === undefined || known.endsMs <= nowMs ? { calls: 0, endsMs: nowMs + windowMs } : known;
    count.calls++;
    if (count !== known) this.counts.set(address, count);
    told(null, { current: count.calls, ttl: count.endsMs - nowMs });
  }

  /** For limits of single routes, which there are none of. */
  child(): CallCounts {
    return new CallCounts();
  }
}
