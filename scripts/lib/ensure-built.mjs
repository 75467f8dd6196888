import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprintOf, readStamp, writeStamp } from './fingerprint.mjs';
import { ROOT } from './root.mjs';
import { runQuietly } from './run.mjs';

/** Every part builds in seconds; a minute or two more on a very slow machine. */
const BUILD_TIMEOUT_MS = 5 * 60_000;
const SHARED_INPUTS = ['package-lock.json', 'tsconfig.base.json', 'scripts/lib/ensure-built.mjs'];
const PROGRAMS = ['apps/tracker', 'apps/peer', 'apps/cli'];

const KERNEL = 'libs/adapters/kernel';
/** Neither tests nor descriptions change what is built. */
const isSource = (path) => !/\.spec\.ts$|\/README\.md$|\/node_modules$/.test(path);

/** What is built, in this order, each part only when one of its inputs changed or its output is gone. */
const PARTS = [
  {
    name: 'programs',
    label: 'Compiling the programs',
    inputs: ['libs', ...PROGRAMS],
    counts: (path) => path !== KERNEL && isSource(path),
    output: 'dist/apps/cli/src/main.js',
    command: ['node_modules/@typescript/native/bin/tsc', '-b', ...PROGRAMS],
  },
  {
    name: 'kernel',
    label: 'Compiling the mining kernel',
    inputs: ['scripts/build-kernel.mjs', KERNEL],
    counts: isSource,
    output: 'dist/libs/adapters/src/kernel/simd.wasm',
    command: ['scripts/build-kernel.mjs'],
  },
  {
    name: 'page',
    label: 'Building the page',
    inputs: ['apps/web', 'libs/domain/src', 'libs/client'],
    counts: isSource,
    output: 'dist/apps/web/index.html',
    command: ['node_modules/vite/bin/vite.js', 'build', 'apps/web', '--logLevel', 'warn'],
  },
];

/** Builds what is missing or older than its sources; quick when there is nothing to do. */
export async function ensureBuilt(progress) {
  for (const part of PARTS) {
    const fingerprint = fingerprintOf([...SHARED_INPUTS, ...part.inputs], part.counts);
    if (isCurrent(part, fingerprint)) continue;
    await progress.step(part.label, () => runQuietly(part.command, { timeoutMs: BUILD_TIMEOUT_MS }));
    writeStamp(stampFile(part), fingerprint);
  }
}

/** Whether there is nothing to build. */
export function isBuilt() {
  return PARTS.every((part) => isCurrent(part, fingerprintOf([...SHARED_INPUTS, ...part.inputs], part.counts)));
}

function isCurrent(part, fingerprint) {
  return readStamp(stampFile(part)) === fingerprint && existsSync(join(ROOT, part.output));
}

function stampFile(part) {
  return join(ROOT, 'dist', '.built', part.name);
}
