import { randomBytes, randomUUID } from 'node:crypto';
import { docker } from './container-engine.ts';
import { eventually } from './eventually.ts';
import { ensureImages, TEST_TAG } from './images.ts';
import type { Tip } from './peer-container.ts';
import { runCommand } from './run-command.ts';

const IMAGES_TIMEOUT_MS = 20 * 60_000;
/** An update waits after each task to see that it stays up. */
const UPDATE_TIMEOUT_MS = 5 * 60_000;
const STACK = 'cheesechain-swarm-test';
const SECRET = `${STACK}-token`;
const TOKEN = randomBytes(32).toString('base64url');

let madeSwarm = false;

/** Containers of the peers that run, by the number of their slot. */
async function tasks(): Promise<string[]> {
  const filter = ['--filter', `label=com.docker.swarm.service.name=${STACK}_peer`];
  const listed = await docker(['ps', ...filter, '--format', '{{.Names}} {{.ID}}']);
  const lines = listed.split('\n').filter((line) => line !== '');
  return lines.sort().map((line) => line.split(' ')[1] as string);
}

/** A call from inside a task: a swarm publishes on every address of the machine or nowhere. */
async function call<Answer>(id: string, method: string, path: string, body?: object): Promise<Answer> {
  const content = body === undefined ? '' : `, body: ${JSON.stringify(JSON.stringify(body))}`;
  const type = body === undefined ? '' : ", 'content-type': 'application/json'";
  const code = `const response = await fetch('http://127.0.0.1:5005${path}', {
      method: '${method}', headers: { authorization: 'Bearer ${TOKEN}'${type} }${content} });
    process.stdout.write(await response.text());
    process.exitCode = response.ok ? 0 : 1;`;
  return JSON.parse(await docker(['exec', id, 'node', '--input-type=module', '-e', code])) as Answer;
}

function running(count: number): Promise<string[]> {
  return eventually(
    `${count} tasks agree`,
    async () => {
      const ids = await tasks();
      const states = await Promise.all(ids.map((id) => call<Tip & { peers: number }>(id, 'GET', '/v1/chain')));
      return { ids, states };
    },
    ({ ids, states: [first, ...others] }) =>
      ids.length === count &&
      first?.peers === count - 1 &&
      others.every(({ tipHash, peers }) => tipHash === first.tipHash && peers === count - 1),
    UPDATE_TIMEOUT_MS,
  ).then(({ ids }) => ids);
}

async function wallets(ids: readonly string[]): Promise<string[]> {
  return Promise.all(ids.map(async (id) => (await call<{ address: string }>(id, 'GET', '/v1/wallet')).address));
}

beforeAll(async () => {
  await ensureImages();
  const state = await docker(['info', '--format', '{{.Swarm.LocalNodeState}}']);
  if (state !== 'active') {
    await docker(['swarm', 'init', '--advertise-addr', '127.0.0.1']);
    madeSwarm = true;
  }
  await runCommand('docker', ['secret', 'create', SECRET, '-'], { input: TOKEN });
  await runCommand('docker', ['stack', 'deploy', '--compose-file', 'deploy/swarm.yml', STACK], {
    env: { TAG: TEST_TAG, API_TOKEN_SECRET: SECRET },
  });
}, IMAGES_TIMEOUT_MS);

afterAll(async () => {
  await docker(['stack', 'rm', STACK]).catch(() => undefined);
  await eventually(
    'the containers of the stack are gone',
    () => docker(['ps', '--all', '--quiet', '--filter', `label=com.docker.stack.namespace=${STACK}`]),
    (listed) => listed === '',
  );
  await docker(['secret', 'rm', SECRET]).catch(() => undefined);
  const volumes = await docker(['volume', 'ls', '--quiet', '--filter', `name=${STACK}`]);
  for (const volume of volumes.split('\n').filter((name) => name !== '')) await docker(['volume', 'rm', volume]);
  if (madeSwarm) await docker(['swarm', 'leave', '--force']);
});

describe('a network on a swarm', () => {
  it('is a tracker and three peers that find their own addresses and each other', async () => {
    const [first = ''] = await running(3);
    for (const id of await tasks()) await call(id, 'POST', '/v1/wallet', {});
    await call(first, 'POST', '/v1/mining/blocks');
    await running(3);
  });

  it('grows and shrinks', async () => {
    await docker(['service', 'scale', '--detach', `${STACK}_peer=4`]);
    await running(4);
    await docker(['service', 'scale', '--detach', `${STACK}_peer=3`]);
    await running(3);
  });

  it('replaces a task that is lost, with its chain and its wallet', async () => {
    const before = await running(3);
    const owned = await wallets(before);
    await docker(['rm', '--force', before[1] as string]);
    await eventually('another task runs', tasks, (ids) => ids.length === 3 && ids[1] !== before[1]);
    expect(await wallets(await running(3))).toEqual(owned);
  });

  it('is updated one task after another and keeps every chain and wallet', async () => {
    const before = await running(3);
    const owned = await wallets(before);
    const { height } = await call<Tip>(before[0] as string, 'GET', '/v1/chain');
    const label = `update=${randomUUID()}`;
    await docker(['service', 'update', '--detach=false', '--quiet', '--container-label-add', label, `${STACK}_peer`], {
      timeoutMs: UPDATE_TIMEOUT_MS,
    });
    const after = await running(3);
    expect(after.filter((id) => before.includes(id))).toEqual([]);
    expect(await wallets(after)).toEqual(owned);
    expect((await call<Tip>(after[2] as string, 'GET', '/v1/chain')).height).toBeGreaterThanOrEqual(height);
  });
});
