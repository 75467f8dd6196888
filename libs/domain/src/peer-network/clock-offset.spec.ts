import { ClockOffset } from './clock-offset.ts';

describe('the offset of a clock', () => {
  it('is unknown before three blocks came', () => {
    const offset = new ClockOffset();
    offset.note(5);
    offset.note(5);
    expect(offset.seconds).toBeUndefined();
    offset.note(5);
    expect(offset.seconds).toBe(5);
  });

  it('is the median of the latest blocks: a few that lie do not move it', () => {
    const offset = new ClockOffset();
    for (const seconds of [900, 900, 900, 2, -3_600, 1, 2, 7_200, 3, 2, 1, 2, -7_000, 2]) offset.note(seconds);
    expect(offset.seconds).toBe(2);
  });
});
