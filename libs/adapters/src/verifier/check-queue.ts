import { InvariantError } from '#domain/primitives/invariant';
import type { SignatureCheck } from '#domain/transaction/signature-verifier.port';

/** One call of `verify` under way. */
export interface VerifyRequest {
  /** The checks whose lengths are right. */
  readonly checks: readonly SignatureCheck[];
  /** How many are still without an answer. */
  unanswered: number;
  /** How many have been handed to a thread; the queue counts. */
  taken: number;
  answer(index: number, valid: boolean): void;
  resolve(): void;
  reject(error: Error): void;
}

/** Neighbouring checks of one request. */
export interface RequestPart {
  readonly request: VerifyRequest;
  readonly start: number;
  readonly count: number;
}

/** Fifty full blocks: whoever has more unanswered has forgotten to wait, and would fill the memory. */
export const MAX_WAITING_CHECKS = 262_144;

/** A request of at most so many is one that somebody waits for: a transaction at admission, not a block. */
const MAX_URGENT_CHECKS = 16;

// When both kinds wait, urgent ones get at most this share of a batch: a flood of transactions can't starve a block.
const URGENT_SHARE = 1 / 4;

/** Checks that wait for a thread: small requests go before big ones, but not in their place. */
export class CheckQueue {
  private readonly urgent: VerifyRequest[] = [];
  private readonly bulk: VerifyRequest[] = [];
  private waiting = 0;

  /** How many checks wait. */
  get size(): number {
    return this.waiting;
  }

  /** @throws InvariantError above {@link MAX_WAITING_CHECKS} */
  add(request: VerifyRequest): void {
    if (this.waiting + request.checks.length > MAX_WAITING_CHECKS) {
      throw new InvariantError(`more than ${MAX_WAITING_CHECKS} signature checks wait`);
    }
    this.waiting += request.checks.length;
    (request.checks.length <= MAX_URGENT_CHECKS ? this.urgent : this.bulk).push(request);
  }

  /** At most `count` checks, in parts, to be answered next. */
  take(count: number): RequestPart[] {
    const parts: RequestPart[] = [];
    const urgentCount = this.bulk.length > 0 ? Math.ceil(count * URGENT_SHARE) : count;
    const taken = this.takeFrom(this.urgent, urgentCount, parts);
    this.takeFrom(this.bulk, count - taken, parts);
    return parts;
  }

  /** Empties the queue; gives the requests that still waited in whole or in part. */
  clear(): VerifyRequest[] {
    this.waiting = 0;
    return [...this.urgent.splice(0), ...this.bulk.splice(0)];
  }

  private takeFrom(lane: VerifyRequest[], count: number, parts: RequestPart[]): number {
    let taken = 0;
    let finished = 0;
    for (const request of lane) {
      if (taken === count) break;
      const part = {
        request,
        start: request.taken,
        count: Math.min(request.checks.length - request.taken, count - taken),
      };
      request.taken += part.count;
      taken += part.count;
      parts.push(part);
      if (request.taken === request.checks.length) finished++;
    }
    lane.splice(0, finished);
    this.waiting -= taken;
    return taken;
  }
}
