import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MODULE = new URL('../../../../dist/libs/adapters/src/process/stop-requests.js', import.meta.url).href;

async function program(stop: string): Promise<ChildProcess> {
  const code = `import { stopWhenAsked } from ${JSON.stringify(MODULE)};
    stopWhenAsked(async (reason) => { ${stop} });
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
    const child = await program('');
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends when the program that started it lets go', async () => {
    const child = await program(`if (reason !== 'starter gone') throw new Error(reason)`);
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('ends with 1 when stopping failed', async () => {
    const child = await program(`throw new Error('could not close')`);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([1, null]);
  });
});
