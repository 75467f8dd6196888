import { readFileSync } from 'node:fs';
import { docker } from './container-engine.ts';
import { ensureImages, imageName, PROGRAMS, packAgain } from './images.ts';

const IMAGES_TIMEOUT_MS = 20 * 60_000;
const BASE_IMAGE = 'node:24-bookworm-slim';
const MAX_ADDED_BYTES = 200_000_000;
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

async function sizeOf(image: string): Promise<number> {
  return Number(await docker(['image', 'inspect', '--format', '{{.Size}}', image]));
}

beforeAll(ensureImages, IMAGES_TIMEOUT_MS);

describe.each(PROGRAMS)('the image of a %s', (program) => {
  const image = imageName(program);
  const label = (name: string): Promise<string> =>
    docker(['image', 'inspect', '--format', `{{index .Config.Labels "org.opencontainers.image.${name}"}}`, image]);

  it('adds at most 200 MB to its base', async () => {
    const added = (await sizeOf(image)) - (await sizeOf(BASE_IMAGE));
    process.stdout.write(`${image}: ${(added / 1e6).toFixed(1)} MB over ${BASE_IMAGE}\n`);
    expect(added).toBeLessThanOrEqual(MAX_ADDED_BYTES);
  });

  it('says what it is, how it is asked for its health and how it is stopped', async () => {
    expect(await label('version')).toBe(version);
    expect(await label('title')).toBe(`cheesechain ${program}`);
    const format =
      '{{.Config.User}} {{.Config.StopSignal}} {{json .Config.Volumes}} {{index .Config.Healthcheck.Test 1}}';
    expect(await docker(['image', 'inspect', '--format', format, image])).toBe('1000:1000 SIGTERM {"/data":{}} node');
  });

  it('holds nothing that compiles and no sources', async () => {
    const look =
      'ls /app; ls /app/node_modules | grep -c -E "^(jest|vite|typescript|assemblyscript)$"; which gcc python3';
    const seen = await docker(['run', '--rm', '--entrypoint', 'sh', image, '-c', `${look}; true`]);
    expect(seen.split('\n')).toEqual(['container', 'dist', 'node_modules', 'package.json', '0']);
  });

  it('lets the garbage collector take statements of SQLite whenever it wants to', async () => {
    const code = `const database = new (require('better-sqlite3'))(':memory:');
      let turns = 0;
      setInterval(() => {
        for (let made = 0; made < 300; made++) database.prepare('SELECT 1');
        const garbage = Array.from({ length: 20_000 }, (_, at) => ({ at }));
        if (++turns * garbage.length > 1_000_000) process.exit(0);
      }, 20);`;
    await docker(['run', '--rm', '--entrypoint', 'node', image, '-e', code]);
  });

  it('tells what is wrong with its configuration and ends with 2', async () => {
    const told = await docker(['run', '--rm', '--env', 'CHEESE_NETWORK=moonnet', image]).catch((error: Error) => error);
    expect(told).toBeInstanceOf(Error);
    expect(String(told)).toMatch(/ended with 2:\nCHEESE_NETWORK got "moonnet", but takes mainnet/);
  });
});

describe('the layers of an image', () => {
  it(
    'are the same when it is packed again, from another clone and at another time',
    async () => {
      const layersOf = (image: string) => docker(['image', 'inspect', '--format', '{{json .RootFS.Layers}}', image]);
      const again = await packAgain('peer');
      try {
        expect(await layersOf(again)).toBe(await layersOf(imageName('peer')));
      } finally {
        await docker(['image', 'rm', again]);
      }
    },
    IMAGES_TIMEOUT_MS,
  );
});
