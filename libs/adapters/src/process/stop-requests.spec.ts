import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MODULE = new URL('../../../../dist/libs/adapters/src/process/stop-requests.js', import.meta.url).href;

const STARTED = (stop: string) => `stopWhenAsked(async (reason) => { ${stop} })();`;

async function program(start: string): Promise<ChildProcess> {
  const code = `import { listenForStopRequests, stopWhenAsked } from ${JSON.stringify(MODULE)};
    listenForStopRequests();
    ${start}
    setInterval(() => {}, 1000); process.stdout.write('running');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  return child;
}

describe('a program that stops when it is asked', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('ends with 0 after %s', async (signal) => {
    const child = await program(STARTED(''));
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends when the program that started it lets go', async () => {
    const child = await program(STARTED(`if (reason !== 'starter gone') throw new Error(reason)`));
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends with 1 when stopping failed', async () => {
    const child = await program(STARTED(`throw new Error('could not close')`));
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([1, null]);
  });

  it('ends with 0 while there is nothing to stop yet', async () => {
    const child = await program('');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('stops when its start is over, not in the middle of it', async () => {
    const child = await program(`let isOver = false;
      const started = stopWhenAsked(async () => { if (!isOver) throw new Error('in the middle'); });
      process.on('SIGTERM', () => setTimeout(() => { isOver = true; started(); }, 200));`);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
