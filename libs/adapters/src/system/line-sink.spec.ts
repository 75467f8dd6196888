import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../../../test/support/until.ts';
import { LineSink } from './line-sink.ts';
import { PinoLog } from './pino-log.ts';

const FULL_DISK = '/dev/full';
const onUnix = process.platform === 'win32' ? it.skip : it;
const onLinux = existsSync(FULL_DISK) ? it : it.skip;

describe('lines of a log', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cheese-lines-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('are in the file as soon as they are said', () => {
    const path = join(folder, 'log');
    const descriptor = openSync(path, 'a');
    const log = PinoLog.create('info', { program: 'test' }, new LineSink(descriptor));
    log.info('gruyère', { holes: 0 });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ msg: 'gruyère', holes: 0, program: 'test' });
    closeSync(descriptor);
  });

  onLinux('are lost on a full disk, and the program goes on', () => {
    const descriptor = openSync(FULL_DISK, 'w');
    const sink = new LineSink(descriptor);
    for (let line = 0; line < 3; line++) expect(() => sink.write('no room\n')).not.toThrow();
    closeSync(descriptor);
  });

  onUnix('wait for a slow reader, at most a megabyte of them, and hold nobody up', async () => {
    const path = join(folder, 'pipe');
    execFileSync('mkfifo', [path]);
    const descriptor = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    const sink = new LineSink(descriptor);
    const line = `${'x'.repeat(9_999)}\n`;
    for (let count = 0; count < 300; count++) sink.write(line);
    const chunk = Buffer.alloc(100_000);
    let read = '';
    const readOn = (): string => {
      try {
        read += chunk.toString('latin1', 0, readSync(descriptor, chunk));
      } catch {
        // Empty for now.
      }
      return read;
    };
    await until(() => readOn().length >= 1_000_000);
    sink.write('the end\n');
    await until(() => readOn().endsWith('the end\n'));
    expect(read.length).toBeLessThan(1_500_000);
    expect((read.length - 'the end\n'.length) % line.length).toBe(0);
    closeSync(descriptor);
  });
});
