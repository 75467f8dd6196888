import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findNpm } from './find-npm.mjs';
import { ROOT } from './root.mjs';
import { StepError } from './run.mjs';

/** What others may import; the rest are parts of these. */
const MODULES = ['peer-client', 'peer-error', 'tracker-client', 'tracker-error', 'operation-types', 'tracker-types'];
const DEPENDENCIES = ['openapi-fetch', 'openapi-typescript-helpers'];
/** Everything below it is about this repository. */
const REPOSITORY_PART = '## In this repository';
/** It reads and writes a few files. */
const PACK_TIMEOUT_MS = 120_000;

/** Makes the npm package of the client, as it was built, in this folder; gives the path of the archive. */
export function packClient(destination) {
  const folder = join(destination, 'package');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(), undefined, 2)}\n`);
  writeFileSync(join(folder, 'README.md'), readme());
  copyFileSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  for (const name of moduleNames()) copyModule(name, folder);
  const command = [findNpm(), 'pack', folder, '--pack-destination', destination, '--json', '--ignore-scripts'];
  const options = { cwd: destination, encoding: 'utf8', timeout: PACK_TIMEOUT_MS };
  const { status, stdout, stderr } = spawnSync(process.execPath, command, options);
  if (status !== 0) throw new StepError(`npm pack did not work: ${stderr}`);
  const [{ filename }] = JSON.parse(stdout);
  return join(destination, filename);
}

function manifest() {
  const { version, license, engines, dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return {
    name: '@cheesechain/client',
    version,
    description: 'The HTTP APIs of Cheesechain peers and trackers, typed by their OpenAPI documents.',
    license,
    type: 'module',
    sideEffects: false,
    engines,
    exports: Object.fromEntries(
      MODULES.map((name) => [`./${name}`, { types: `./${name}.d.ts`, default: `./${name}.js` }]),
    ),
    dependencies: Object.fromEntries(DEPENDENCIES.map((name) => [name, dependencies[name]])),
  };
}

function readme() {
  const whole = readFileSync(join(ROOT, 'libs', 'client', 'README.md'), 'utf8');
  return `${whole.split(REPOSITORY_PART)[0].trim()}\n`.replaceAll('#client/', '@cheesechain/client/');
}

/** By the sources: the folder of what was built may hold what is there no longer. */
function moduleNames() {
  const files = readdirSync(join(ROOT, 'libs', 'client', 'src'));
  return files.filter((name) => !name.endsWith('.spec.ts')).map((name) => name.replace(/\.ts$/, ''));
}

/** Declarations name the sources, and code its map: neither is in the package. */
function copyModule(name, folder) {
  const built = (extension) =>
    readFileSync(join(ROOT, 'dist', 'libs', 'client', 'src', `${name}.${extension}`), 'utf8');
  writeFileSync(join(folder, `${name}.js`), built('js').replace(/^\/\/# sourceMappingURL=.*$/m, ''));
  writeFileSync(join(folder, `${name}.d.ts`), built('d.ts').replace(/(from '\.\/[\w.-]+)\.ts'/g, "$1.js'"));
}
