import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** What `bin/cheesechain.mjs` runs when everything is set up. */
const MAIN = new URL('../../../dist/apps/cli/src/main.js', import.meta.url).href;
const COMMAND = `import { main } from ${JSON.stringify(MAIN)}; process.exitCode = await main(process.argv.slice(1));`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cheese cli '));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Runs the real command to its end, in an empty folder. */
async function cheesechain(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', COMMAND, '--', ...args], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(options.input ?? '');
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: code as number, stdout, stderr };
}

describe('a command that was mistyped', () => {
  it.each([
    [['nonsense'], /unknown command/],
    [['up', '--peers', '0'], /whole number from 1 to 64/],
    [['up', '--network', 'moon'], /mainnet, testnet, devnet/],
    [['up', '--network', 'absent.json'], /does not exist/],
    [['up', '--port-base', '65520', '--peers', '30'], /no room for 30 peers/],
    [['send', 'someone'], /missing required argument/],
    [['tracker', 'revoke', 'somebody'], /64 lower-case hex digits/],
    [['tracker', '--admission', 'all'], /one of open, token/],
    [['send', 'someone', '1e9'], /takes cheesecoin such as 1.5/],
    [['status', '--peer', 'ftp://x'], /takes a URL/],
    [['peer', '--port', '99999'], /CHEESE_P2P_PORT got "99999"/],
    [['wallet', 'create', '--password-file', 'absent'], /cannot be read/],
  ])('ends with 2, says why, and changes nothing: %j', async (args, why) => {
    const { code, stdout, stderr } = await cheesechain(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(why);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([[['up', '--peers', '0', '--json']], [['up', '--network', 'moon', '--json']]])(
    'says why in JSON where JSON was asked for: %j',
    async (args) => {
      const { code, stderr } = await cheesechain(args);
      expect(code).toBe(2);
      expect(JSON.parse(stderr)).toEqual({ error: { code: expect.any(String), message: expect.any(String) } });
    },
  );
});

describe('help', () => {
  it.each([[['--help']], [['up', '--help']], [['wallet', '--help']], [['--version']]])(
    'ends with 0: %j',
    async (args) => {
      const { code, stdout } = await cheesechain(args);
      expect(code).toBe(0);
      expect(stdout).not.toBe('');
    },
  );
});

describe('an order to a tracker', () => {
  it('ends with 1 where none answers, wherever the flags stand', async () => {
    for (const args of [
      ['tracker', 'invite', '--http-port', '1', '--json'],
      ['tracker', '--http-port', '1', '--json', 'revoke', 'ab'.repeat(32)],
    ]) {
      const { code, stdout, stderr } = await cheesechain(args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(JSON.parse(stderr).error).toMatchObject({ code: 'tracker-unreachable' });
    }
  });
});

describe('a local network that cannot start', () => {
  it('names the taken port and the flag that changes it, and starts nothing', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as AddressInfo;
    const { code, stdout, stderr } = await cheesechain(['up', '--port-base', String(port), '--json']);
    blocker.close();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(JSON.parse(stderr).error).toMatchObject({ code: 'port-taken' });
    expect(stderr).toContain(`${port} (tracker, TCP)`);
    expect(stderr).toContain('--port-base');
    expect(readdirSync(join(folder, 'data'))).toEqual(['in-use.lock']);
  });

  it('names a wrong variable before anything starts', async () => {
    const { code, stderr } = await cheesechain(['up'], { env: { CHEESE_MINING_THREAD: '1' } });
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean CHEESE_MINING_THREADS?');
  });
});

describe('a command that talks to a peer', () => {
  let peer: Server;
  let url: string;
  let requests: { method: string; url: string; token: string | undefined; key: unknown; body: string }[];
  let answer: { status: number; body: unknown };
  beforeEach(async () => {
    requests = [];
    answer = { status: 200, body: {} };
    peer = createHttpServer((request: IncomingMessage, response) => {
      void text(request).then((body) => {
        requests.push({
          method: String(request.method),
          url: String(request.url),
          token: request.headers.authorization,
          key: request.headers['idempotency-key'],
          body,
        });
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
      });
    }).listen(0, '127.0.0.1');
    await once(peer, 'listening');
    url = `http://127.0.0.1:${(peer.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    peer.close();
  });

  it('sends exact crumbs, its token and a key that never pays twice', async () => {
    answer = { status: 201, body: { id: 'ab', amount: 150_000_000, memo: 'brie\u001b[2J' } };
    const args = ['send', 'address', '1.5', '--fee', '0.00000001', '--peer', url, '--token', 'a-token-of-the-peer'];
    const { code, stdout } = await cheesechain(args);
    expect(code).toBe(0);
    expect(stdout).toContain('1.5 cheesecoin');
    expect(stdout).not.toContain('\u001b');
    expect(requests).toMatchObject([
      { method: 'POST', url: '/v1/wallet/transactions', token: 'Bearer a-token-of-the-peer', key: expect.any(String) },
    ]);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ recipient: 'address', amount: 150_000_000, fee: 1 });
  });

  it("finds the token of a local network's peer in its data folder", async () => {
    writeFileSync(join(folder, 'api-token'), 'token-from-its-file\n');
    await cheesechain(['status', '--peer', url, '--data', '.']);
    expect(requests[0]?.token).toBe('Bearer token-from-its-file');
  });

  it("passes on the peer's own reason and code when it refuses", async () => {
    answer = { status: 423, body: { code: 'wallet-locked', detail: 'The wallet is locked.' } };
    const { code, stderr } = await cheesechain(['wallet', '--peer', url, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stderr)).toEqual({ error: { code: 'wallet-locked', message: 'The wallet is locked.' } });
  });

  it('names the fields that the peer refuses', async () => {
    const errors = [{ field: 'password', detail: 'password must be a string' }];
    answer = { status: 400, body: { code: 'request-invalid', detail: 'Every field fits.', errors } };
    const { code, stderr } = await cheesechain(['wallet', 'unlock', '--peer', url]);
    expect(code).toBe(1);
    expect(stderr).toBe('Every field fits. password must be a string.\n');
  });

  it('asks the peer that stands behind a command of mining, too', async () => {
    answer = { status: 200, body: { mode: 'off' } };
    for (const command of ['status', 'stop', 'start']) await cheesechain(['mine', command, '--peer', url]);
    expect(requests.map(({ method, url: path }) => `${method} ${path}`)).toEqual([
      'GET /v1/mining',
      'DELETE /v1/mining',
      'PUT /v1/mining',
    ]);
  });

  it('takes the words of a wallet from standard input alone', async () => {
    answer = { status: 201, body: { address: 'x' } };
    const { code } = await cheesechain(['wallet', 'restore', '--peer', url], { input: ' one two\nthree \n' });
    expect(code).toBe(0);
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ mnemonic: 'one two three' });
  });

  it('mines as many blocks as were asked for, one line of JSON each', async () => {
    answer = { status: 201, body: { height: 7 } };
    const { stdout } = await cheesechain(['mine', '--blocks', '3', '--json', '--peer', url]);
    expect(stdout).toBe('{"height":7}\n'.repeat(3));
  });

  it('ends with 1 where no peer answers, and says how to start one', async () => {
    peer.close();
    const { code, stderr } = await cheesechain(['status', '--peer', url]);
    expect(code).toBe(1);
    expect(stderr).toContain('cheesechain up');
  });

  it('ends with 1 when the answer is not JSON', async () => {
    peer.removeAllListeners('request').on('request', (_request, response) => response.end('<html>'));
    expect(await cheesechain(['status', '--peer', url])).toMatchObject({ code: 1, stdout: '' });
  });
});
