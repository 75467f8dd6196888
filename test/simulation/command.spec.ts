import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { scenarioOf } from './scenario-of.ts';

/** What `bin/cheesechain.mjs` runs when everything is set up. */
const MAIN = new URL('../../dist/apps/cli/src/main.js', import.meta.url).href;
const COMMAND = `import { main } from ${JSON.stringify(MAIN)}; process.exitCode = await main(process.argv.slice(1));`;

async function simulate(...args: readonly string[]) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', COMMAND, '--', 'simulate', ...args]);
  child.stdin.end();
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: code as number, stdout, stderr };
}

describe('cheesechain simulate', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cheese simulate '));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('ends with one line of JSON that counts everything, the same twice', async () => {
    const args = ['--scenario', 'crash', '--peers', '4', '--seeds', '2', '--json'];
    const [first, again] = [await simulate(...args), await simulate(...args)];
    expect(first.code).toBe(0);
    const lines = first.stdout.trim().split('\n');
    expect(lines).toHaveLength(1);
    const line = JSON.parse(lines[0] as string);
    expect(Object.keys(line)).toEqual([
      'scenario',
      'peers',
      'seeds',
      'events',
      'blocks',
      'reorganisations',
      'faults',
      'brokenInvariants',
      'digest',
    ]);
    expect(line).toMatchObject({ scenario: 'crash', peers: 4, seeds: 2, brokenInvariants: [] });
    expect(line.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(again.stdout).toBe(first.stdout);
    expect(first.stderr).toMatch(/2 of 2/);
  }, 300_000);

  it('tells one run as it happens, from a file', async () => {
    const file = join(folder, 'small.json');
    writeFileSync(file, JSON.stringify(scenarioOf([], { durationSeconds: 20 })));
    const { code, stdout, stderr } = await simulate('--scenario', file, '--replay', '5');
    expect(code).toBe(0);
    expect(stdout).toMatch(/every promise was kept/);
    expect(stderr).toMatch(/peer 3 +starts/);
    expect(stderr).toMatch(/all honest peers are on one tip/);
  }, 300_000);

  it.each([
    [['--scenario', 'caos'], /neither a scenario nor a file "caos"/],
    [['--peers', '1'], /whole number from 2 to 200/],
    [['--seeds', '0'], /whole number from 1 to 1000000/],
    [['--replay', 'x'], /whole number from 0/],
    [['--scenario', 'bad.json'], /faults\[0\].kind is "quake", but takes one of partition/],
    [['--scenario', 'good.json', '--peers', '9'], /a file says itself how many peers/],
  ])('ends with 2 and says why: %j', async (args, why) => {
    const quake = { ...scenarioOf([]), faults: [{ kind: 'quake', atSeconds: 1, forSeconds: 1 }] };
    writeFileSync(join(folder, 'bad.json'), JSON.stringify(quake));
    writeFileSync(join(folder, 'good.json'), JSON.stringify(scenarioOf([])));
    const { code, stdout, stderr } = await simulate(
      ...args.map((each) => (each.endsWith('.json') ? join(folder, each) : each)),
    );
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(why);
  });
});
