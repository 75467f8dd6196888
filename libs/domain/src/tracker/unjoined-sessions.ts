import type { Session } from '../peer-network/transport.port.ts';
import type { Clock, Timer } from '../primitives/clock.port.ts';

/** Sessions that may stand without having joined: a whole network that comes back at once still fits. */
export const MAX_UNJOINED_SESSIONS = 1_000;
/** A peer speaks at once, and asks its tracker every ten seconds: three times that. */
export const JOIN_TIMEOUT_MS = 30_000;

/** Sessions that have not joined, or whose peer was dropped: each has a while to join before it is ended. */
export class UnjoinedSessions {
  private readonly timers = new Map<Session, Timer>();
  private readonly told = new WeakSet<Session>();

  constructor(private readonly clock: Clock) {}

  get size(): number {
    return this.timers.size;
  }

  /** From now on the session has to join. */
  expect(session: Session): void {
    this.settle(session);
    if (this.timers.size >= MAX_UNJOINED_SESSIONS) {
      session.disconnect('tracker-busy');
      return;
    }
    this.timers.set(
      session,
      this.clock.setTimer(JOIN_TIMEOUT_MS, () => session.disconnect('greeting-timeout')),
    );
  }

  /** It has joined, or ended. */
  settle(session: Session): void {
    this.timers.get(session)?.cancel();
    this.timers.delete(session);
    this.told.delete(session);
  }

  /** Tells it that its id is not known (any more), once: it is to join again. */
  tellUnknown(session: Session): void {
    if (this.told.has(session)) return;
    this.told.add(session);
    session.send('INVALIDPEERID', {});
  }

  stop(): void {
    for (const timer of this.timers.values()) timer.cancel();
    this.timers.clear();
  }
}
