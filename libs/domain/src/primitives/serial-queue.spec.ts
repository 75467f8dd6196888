import { SerialQueue } from './serial-queue.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a serial queue', () => {
  it('runs one task at a time, in the order they came, however long each takes', async () => {
    const queue = new SerialQueue();
    const steps: string[] = [];
    const task = (name: string, turns: number) => async () => {
      steps.push(`${name} begins`);
      for (let i = 0; i < turns; i++) await turn();
      steps.push(`${name} ends`);
      return name;
    };
    const results = await Promise.all([
      queue.run(task('slow', 3)),
      queue.run(task('quick', 0)),
      queue.run(task('last', 1)),
    ]);
    expect(results).toEqual(['slow', 'quick', 'last']);
    expect(steps).toEqual(['slow begins', 'slow ends', 'quick begins', 'quick ends', 'last begins', 'last ends']);
  });

  it('lets a task fail alone', async () => {
    const queue = new SerialQueue();
    const failing = queue.run(async () => {
      throw new Error('this one');
    });
    const next = queue.run(async () => 'fine');
    await expect(failing).rejects.toThrow('this one');
    expect(await next).toBe('fine');
  });

  it('is idle when all that was queued is done, failed tasks too', async () => {
    const queue = new SerialQueue();
    let done = 0;
    for (let i = 0; i < 3; i++) {
      queue
        .run(async () => {
          await turn();
          done++;
          if (i === 2) throw new Error('the last');
        })
        .catch(() => undefined);
    }
    await queue.idle();
    expect(done).toBe(3);
  });
});
