import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { CONFIGURATION_RULES, describeConfigurationRefusal } from './configuration.errors.ts';
import { configurationTable } from './configuration-table.ts';
import { readPeerConfiguration } from './peer-configuration.ts';
import type { Environment } from './read-settings.ts';
import { readTrackerConfiguration } from './tracker-configuration.ts';

function peer(env: Environment) {
  const result = readPeerConfiguration(env);
  if (!result.ok) throw new Error(describeConfigurationRefusal(result.refusal));
  return result.value;
}

function peerProblems(env: Environment) {
  const result = readPeerConfiguration(env);
  if (result.ok) throw new Error('expected a refusal');
  return result.refusal.problems;
}

describe('a peer read from its environment', () => {
  it('runs on devnet and on loopback when nothing is said', () => {
    expect(peer({})).toMatchObject({
      network: { kind: 'preset', name: 'devnet' },
      p2pHost: '127.0.0.1',
      p2pPort: 9009,
      httpHost: '127.0.0.1',
      httpPort: 5005,
      trackers: [],
      miningThreads: 0,
      apiToken: undefined,
    });
  });

  it('listens to the whole network when a tracker is on another machine', () => {
    expect(peer({ CHEESE_TRACKERS: '192.168.1.7:9999' }).p2pHost).toBe('0.0.0.0');
    expect(peer({ CHEESE_TRACKERS: '127.0.0.1:9999, localhost:9997' }).p2pHost).toBe('127.0.0.1');
    expect(peer({ CHEESE_TRACKERS: '192.168.1.7:9999', CHEESE_P2P_HOST: '127.0.0.1' }).p2pHost).toBe('127.0.0.1');
  });

  it('listens where it says that others reach it', () => {
    expect(peer({ CHEESE_ADVERTISE: '203.0.113.5:9009' }).p2pHost).toBe('0.0.0.0');
    expect(peer({ CHEESE_ADVERTISE: '127.0.0.1:9009' }).p2pHost).toBe('127.0.0.1');
    expect(peer({ CHEESE_TRACKERS: '[::1]:9999' }).p2pHost).toBe('::1');
    expect(peer({ CHEESE_TRACKERS: '[::1]:9999, 127.0.0.1:9999' }).p2pHost).toBe('127.0.0.1');
  });

  it('takes an empty variable as absent', () => {
    expect(peer({ CHEESE_HTTP_PORT: '', CHEESE_API_TOKEN: '' })).toMatchObject({ httpPort: 5005, apiToken: undefined });
  });

  it('accepts variables of the other program, for they share an environment', () => {
    expect(peer({ CHEESE_MAX_PEERS: 'not looked at' }).httpPort).toBe(5005);
    expect(readTrackerConfiguration({ CHEESE_MINING_THREADS: '1' }).ok).toBe(true);
    // Tools around them have theirs, which a shell may hold for good.
    expect(peer({ CHEESE_TEST_BROWSER: '/usr/bin/chromium', CHEESE_TEST_PEER_KILLS: '50' }).httpPort).toBe(5005);
  });

  it('reads lists of endpoints, names and IPv6 in brackets included', () => {
    expect(peer({ CHEESE_TRACKERS: 'tracker:9999,[::1]:9998' }).trackers).toEqual([
      { host: 'tracker', port: 9999 },
      { host: '::1', port: 9998 },
    ]);
  });

  it('names the variable, what it got and what it takes', () => {
    const result = readPeerConfiguration({ CHEESE_P2P_PORT: '70000' });
    expect(result.ok ? '' : describeConfigurationRefusal(result.refusal)).toBe(
      'CHEESE_P2P_PORT got "70000", but takes a port from 0 to 65535 (0 lets the system choose a free one).',
    );
  });

  it('reports every problem at once', () => {
    const problems = peerProblems({ CHEESE_P2P_PORT: '-1', CHEESE_HTTP_PORT: '1e3', CHEESE_LOG_LEVEL: 'loud' });
    expect(problems.map(({ variable }) => variable).sort()).toEqual([
      'CHEESE_HTTP_PORT',
      'CHEESE_LOG_LEVEL',
      'CHEESE_P2P_PORT',
    ]);
  });

  it('refuses an unknown variable and suggests the one that was meant', () => {
    expect(peerProblems({ CHEESE_TRACKER: 'a:1' })).toEqual([
      { code: 'configuration-variable-unknown', variable: 'CHEESE_TRACKER', nearest: 'CHEESE_TRACKERS' },
    ]);
    expect(peerProblems({ CHEESE_ENTIRELY_ELSEWHERE_THINGS: 'x' })[0]).not.toHaveProperty('nearest');
  });

  it.each([
    ['CHEESE_ADVERTISE', ['host', 'host:0', 'host:65536', ':1', '::1:9', '1.2.3:4', '256.1.1.1:4', 'a b:1']],
    ['CHEESE_TRACKERS', ['a:1,,b:2', Array.from({ length: 17 }, () => 'a:1').join(',')]],
    ['CHEESE_NETWORK', ['Devnet', 'moonnet', '.JSON']],
    ['CHEESE_MINING_THREADS', ['-1', '1.5', '257', '01', ' 1']],
    ['CHEESE_HTTP_ALLOWED_ORIGINS', ['*', 'example.org', 'https://example.org/', 'https://a b']],
    ['CHEESE_MINING_RECIPIENT', ['me', 'CHEESE1QQQQQQQQ', `cheese1${'q'.repeat(200)}`]],
    ['CHEESE_DATA_SLOTS', ['yes', '1']],
    ['CHEESE_TRUSTED_TRACKERS', ['ab', 'z'.repeat(64), `${'a'.repeat(64)},`]],
    ['CHEESE_JOIN_TOKEN', ['short', 'with spaces in it, long enough']],
  ])('refuses in %s what it does not take', (variable, texts) => {
    for (const text of texts) {
      expect(peerProblems({ [variable]: text })).toMatchObject([{ code: 'configuration-value-refused', variable }]);
    }
  });

  it('takes a join token only with a tracker to give it to', () => {
    const token = { CHEESE_JOIN_TOKEN: 'a-token-that-is-long-enough' };
    const result = readPeerConfiguration(token);
    expect(result.ok ? '' : describeConfigurationRefusal(result.refusal)).toBe(
      'CHEESE_JOIN_TOKEN does nothing without CHEESE_TRUSTED_TRACKERS.',
    );
    const key = 'ab'.repeat(32);
    expect(peer({ ...token, CHEESE_TRUSTED_TRACKERS: key }).trustedTrackers).toEqual([new Uint8Array(32).fill(0xab)]);
  });

  it('shows a hostile value shortened and without its control characters', () => {
    const [problem] = peerProblems({ CHEESE_LOG_LEVEL: `x\n\u001b[31m${'y'.repeat(10_000)}` });
    const got = problem?.code === 'configuration-value-refused' ? problem.got : '';
    expect(got).toMatch(/^"x\\n\\u001b\[31my+…"$/);
    expect(got.length).toBeLessThan(120);
  });

  it('answers any text with a value or a refusal, never an exception', () => {
    const names = ['CHEESE_TRACKERS', 'CHEESE_ADVERTISE', 'CHEESE_HTTP_ALLOWED_ORIGINS', 'CHEESE_HTTP_HOST'];
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.string({ unit: 'binary' }), (variable, text) => {
        expect(typeof readPeerConfiguration({ [variable]: text }).ok).toBe('boolean');
      }),
    );
  });
});

describe('a secret', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cheese-secret-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('may come from a file', () => {
    const path = join(folder, 'token');
    writeFileSync(path, 'abcdefghijklmnop\n');
    expect(peer({ CHEESE_API_TOKEN_FILE: path }).apiToken).toBe('abcdefghijklmnop');
  });

  it('is never shown in a message', () => {
    const result = readPeerConfiguration({ CHEESE_API_TOKEN: 'short secret' });
    expect(result.ok ? '' : describeConfigurationRefusal(result.refusal)).toMatch(/got a secret of 12 characters/);
  });

  it('is refused when the file is missing, too large, or the variable is set as well', () => {
    const large = join(folder, 'large');
    writeFileSync(large, 'x'.repeat(5000));
    const unreadable = [{ code: 'configuration-secret-unreadable', variable: 'CHEESE_API_TOKEN_FILE' }];
    expect(peerProblems({ CHEESE_API_TOKEN_FILE: join(folder, 'absent') })).toMatchObject(unreadable);
    expect(peerProblems({ CHEESE_API_TOKEN_FILE: large })).toMatchObject(unreadable);
    expect(peerProblems({ CHEESE_API_TOKEN_FILE: large, CHEESE_API_TOKEN: 'abcdefghijklmnop' })).toMatchObject([
      { code: 'configuration-given-twice' },
    ]);
  });
});

describe('the documentation', () => {
  it('has one row for each variable, and one for each program where the programs differ', () => {
    const table = configurationTable();
    expect(table.match(/CHEESE_HTTP_HOST`/g)).toHaveLength(1);
    expect(table.match(/`CHEESE_P2P_PORT`/g)).toHaveLength(2);
    expect(table).toContain('`CHEESE_API_TOKEN` or `CHEESE_API_TOKEN_FILE`');
  });

  it('holds the table as the code has it; `npm run docs` writes it', () => {
    const page = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
    expect(page).toContain(configurationTable());
  });

  it('has a reason for every code', () => {
    for (const sentence of Object.values(CONFIGURATION_RULES)) expect(sentence).toMatch(/\.$/);
  });
});
