import type { Session } from '../peer-network/transport.port.ts';
import type { Clock } from '../primitives/clock.port.ts';

/** Messages that a session may send at once: far more than joining and asking take. */
export const SESSION_BURST_MESSAGES = 60;
/** And then so many each second: an honest peer sends one in five seconds. */
export const SESSION_MESSAGES_PER_SECOND = 2;

interface Budget {
  messages: number;
  sinceMs: number;
}

/** How much each session may still ask. */
export class SessionBudgets {
  private readonly budgets = new WeakMap<Session, Budget>();

  constructor(private readonly clock: Clock) {}

  /** Takes one message off; false when the session has asked too much. */
  spend(session: Session): boolean {
    const nowMs = this.clock.nowMs();
    const budget = this.budgets.get(session) ?? { messages: SESSION_BURST_MESSAGES, sinceMs: nowMs };
    // The machine's clock may be set back: nothing is refilled then, and nothing taken.
    const refill = (Math.max(0, nowMs - budget.sinceMs) / 1000) * SESSION_MESSAGES_PER_SECOND;
    const messages = Math.min(SESSION_BURST_MESSAGES, budget.messages + refill);
    const isCovered = messages >= 1;
    this.budgets.set(session, { messages: isCovered ? messages - 1 : messages, sinceMs: nowMs });
    return isCovered;
  }
}
