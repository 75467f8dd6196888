import { ManualClock } from '#test/manual-clock';
import type { Session } from '../peer-network/transport.port.ts';
import { SESSION_MESSAGES, SessionBudgets } from './session-budget.ts';

describe('what a session may ask', () => {
  const anySession = (): Session => Object.create(null) as Session;

  it('is a burst, and then so much each second', () => {
    const clock = new ManualClock(1_000_000);
    const budgets = new SessionBudgets(clock);
    const session = anySession();
    const spent = (): number => {
      let count = 0;
      while (budgets.spend(session)) count++;
      return count;
    };
    expect(spent()).toBe(SESSION_MESSAGES.burst);
    clock.advance(3_000);
    expect(spent()).toBe(3 * SESSION_MESSAGES.perSecond);
    clock.advance(3_600_000);
    expect(spent()).toBe(SESSION_MESSAGES.burst);
  });

  it('is its own, whatever others ask', () => {
    const budgets = new SessionBudgets(new ManualClock(0));
    const [greedy, modest] = [anySession(), anySession()];
    while (budgets.spend(greedy));
    expect(budgets.spend(modest)).toBe(true);
  });
});
