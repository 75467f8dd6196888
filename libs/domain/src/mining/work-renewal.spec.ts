import { ManualClock } from '#test/manual-clock';
import { WorkRenewal } from './work-renewal.ts';

describe('renewal of work', () => {
  it('is done at once, then at most once in an interval, and the last request is never forgotten', () => {
    const clock = new ManualClock(1_000);
    let renewals = 0;
    const renewal = new WorkRenewal(clock, 2_000, () => renewals++);
    renewal.request();
    expect(renewals).toBe(1);
    renewal.request();
    renewal.request();
    expect(renewals).toBe(1);
    clock.advance(1_999);
    expect(renewals).toBe(1);
    clock.advance(1);
    expect(renewals).toBe(2);
    renewal.request();
    renewal.cancel();
    clock.advance(10_000);
    expect(renewals).toBe(2);
    renewal.request();
    expect(renewals).toBe(3);
  });
});
