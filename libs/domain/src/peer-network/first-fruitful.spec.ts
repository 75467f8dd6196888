import { ManualClock } from '#test/manual-clock';
import { firstFruitful } from './first-fruitful.ts';

const STAGGER_MS = 1_000;

/** Sources by name, each settled by hand; what was tried, in order. */
class Sources {
  readonly clock = new ManualClock(0);
  readonly tried: string[] = [];
  private readonly attempts = new Map<string, (value: string | undefined) => void>();

  constructor(readonly names: string[]) {}

  ask(): Promise<string | undefined> {
    return firstFruitful({
      clock: this.clock,
      staggerMs: STAGGER_MS,
      next: () => this.names.shift(),
      attempt: (name) => {
        this.tried.push(name);
        return new Promise((resolve) => this.attempts.set(name, resolve));
      },
    });
  }

  async settle(name: string, value: string | undefined): Promise<void> {
    this.attempts.get(name)?.(value);
    await this.clock.breathe();
  }
}

describe('the first fruitful of several sources', () => {
  it('is the first one that gives something; the others are not tried', async () => {
    const sources = new Sources(['a', 'b']);
    const answer = sources.ask();
    await sources.settle('a', 'apple');
    expect([await answer, sources.tried]).toEqual(['apple', ['a']]);
    expect(sources.clock.timers).toBe(0);
  });

  it('is the next one when the first gives nothing', async () => {
    const sources = new Sources(['a', 'b']);
    const answer = sources.ask();
    await sources.settle('a', undefined);
    await sources.settle('b', 'banana');
    expect([await answer, sources.tried]).toEqual(['banana', ['a', 'b']]);
  });

  it('is whoever answers first once the one before takes long', async () => {
    const sources = new Sources(['a', 'b', 'c']);
    const answer = sources.ask();
    sources.clock.advance(STAGGER_MS - 1);
    expect(sources.tried).toEqual(['a']);
    sources.clock.advance(1);
    expect(sources.tried).toEqual(['a', 'b']);
    await sources.settle('a', 'late but there');
    expect([await answer, sources.tried]).toEqual(['late but there', ['a', 'b']]);
  });

  it('may be a source that turned up while the others were waited for', async () => {
    const sources = new Sources(['a']);
    const answer = sources.ask();
    sources.clock.advance(STAGGER_MS);
    sources.names.push('b');
    sources.clock.advance(STAGGER_MS);
    await sources.settle('b', 'banana');
    expect(await answer).toBe('banana');
  });

  it('is none when there is none, or when none gives anything', async () => {
    expect(await new Sources([]).ask()).toBeUndefined();
    const sources = new Sources(['a', 'b']);
    const answer = sources.ask();
    sources.clock.advance(STAGGER_MS);
    await sources.settle('b', undefined);
    await sources.settle('a', undefined);
    expect(await answer).toBeUndefined();
    expect(sources.clock.timers).toBe(0);
  });

  it('is a failure when an attempt fails, which it must not', async () => {
    const clock = new ManualClock(0);
    const attempt = () => Promise.reject(new Error('broken'));
    const answer = firstFruitful({ clock, staggerMs: 1, next: () => 'a', attempt });
    await expect(answer).rejects.toThrow('broken');
  });
});
