import { delay } from '#domain/primitives/clock.port';
import { PeerClock } from './peer-clock.ts';
import { VirtualTime } from './virtual-time.ts';

const limits = (untilMs: number) => ({ untilMs, maxEvents: 1_000, deadlineMs: performance.now() + 10_000 });

describe('virtual time', () => {
  it('passes from event to event, in order of time and then of who asked first', async () => {
    const time = new VirtualTime(1_000);
    const seen: string[] = [];
    const note = (name: string) => () => seen.push(`${name} ${time.nowMs}`);
    time.after(20, note('late'));
    time.after(10, note('first'));
    time.after(10, note('second'));
    expect(await time.run(limits(1_100))).toBe('time-is-up');
    expect(seen).toEqual(['first 1010', 'second 1010', 'late 1020']);
    expect(time.nowMs).toBe(1_100);
  });

  it('lets everything that promises lead to happen before the next event', async () => {
    const time = new VirtualTime(0);
    const seen: string[] = [];
    time.after(5, async () => {
      for (let turn = 0; turn < 100; turn++) await Promise.resolve();
      seen.push('promised');
    });
    time.after(5, () => seen.push('next'));
    await time.run(limits(10));
    expect(seen).toEqual(['promised', 'next']);
  });

  it('never comes to what was cancelled', async () => {
    const time = new VirtualTime(0);
    time
      .after(5, () => {
        throw new Error('cancelled');
      })
      .cancel();
    expect(await time.run(limits(10))).toBe('time-is-up');
    expect(time.events).toBe(0);
  });

  it('ends a run that never ends, by events and by the real clock', async () => {
    const time = new VirtualTime(0);
    const again = (): void => void time.after(0, again);
    again();
    expect(await time.run(limits(10))).toBe('too-many-events');
    const late = { untilMs: 10, maxEvents: 1_000_000, deadlineMs: performance.now() - 1 };
    expect(await time.run(late)).toBe('too-long-in-real-time');
  });

  it('stops when it is told to, and goes on later', async () => {
    const time = new VirtualTime(0);
    time.after(5, () => time.stop());
    time.after(6, () => undefined);
    expect(await time.run(limits(10))).toBe('stopped');
    expect(time.nowMs).toBe(5);
    expect(await time.run(limits(10))).toBe('time-is-up');
  });
});

describe('a peer’s clock', () => {
  it('is wrong by its skew, while its timers are right', async () => {
    const time = new VirtualTime(1_000);
    const clock = new PeerClock(time, () => -300);
    let rang = 0;
    clock.setTimer(50, () => {
      rang = time.nowMs;
    });
    await time.run(limits(2_000));
    expect([rang, clock.nowMs()]).toEqual([1_050, 1_700]);
  });

  it('ends with its process: nothing that waited for it happens', async () => {
    const time = new VirtualTime(0);
    const clock = new PeerClock(time, () => 0);
    let happened = false;
    void delay(clock, 5).then(() => {
      happened = true;
    });
    clock.kill();
    clock.setTimer(1, () => {
      happened = true;
    });
    await time.run(limits(10));
    expect(happened).toBe(false);
  });
});
