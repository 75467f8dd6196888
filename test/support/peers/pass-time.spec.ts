import { ManualClock } from '../manual-clock.ts';
import { passMs, passTime } from './pass-time.ts';

describe('time that a test lets pass', () => {
  it('stands while anybody works, however many turns the work takes', async () => {
    const clock = new ManualClock(0);
    let breaths = 0;
    const work = async (): Promise<void> => {
      while (breaths < 500) {
        await clock.breathe();
        breaths++;
      }
    };
    clock.setTimer(1_000, () => void work());
    expect(await passTime(clock, () => breaths === 500)).toBe(1_000);
  });

  it('goes on while everybody waits', async () => {
    const clock = new ManualClock(0);
    const told: number[] = [];
    clock.setTimer(300, () => told.push(clock.nowMs()));
    await passMs(clock, 600);
    expect(told).toEqual([300]);
    expect(clock.nowMs()).toBe(750);
  });

  it('ends with what was waited for when that does not come', async () => {
    await expect(passTime(new ManualClock(0), () => false, 1_000)).rejects.toThrow('still not so after 1000 ms');
  });
});
