import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { docker, ensureEngine } from './container-engine.ts';
import { runCommand } from './run-command.ts';

/** From nothing: packages fetched, SQLite compiled, everything built; a machine with two busy cores takes minutes. */
const BUILD_TIMEOUT_MS = 12 * 60_000;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Packages and compiled programs come from these stages; everything after them only packs. */
const MADE_STAGES = ['libraries', 'build'] as const;
const FIRST_PACKING_STAGE = /^FROM .* AS program$/m;

/** The tag of the images under test, so that nobody's own are replaced. */
export const TEST_TAG = 'under-test';

export const PROGRAMS = ['tracker', 'peer'] as const;
export type Program = (typeof PROGRAMS)[number];

/** Brings the engine up and builds both images from the working tree; quick when nothing has changed. */
export async function ensureImages(): Promise<void> {
  await ensureEngine();
  for (const program of PROGRAMS) await buildImage(program);
}

/** Builds one image, with build arguments if need be, and gives its id. */
export async function buildImage(program: Program, buildArguments: readonly string[] = []): Promise<string> {
  const name = imageName(program);
  const options = buildArguments.flatMap((argument) => ['--build-arg', argument]);
  await build(['--target', program, '--tag', name, ...options, '.']);
  return docker(['image', 'inspect', '--format', '{{.Id}}', name]);
}

/**
 * Packs an image again from the packages and programs that were made for it, as another clone would on another day:
 * nothing that is cached is used, and the files have other times and rights. Gives the image's name.
 */
export async function packAgain(program: Program): Promise<string> {
  const stages: string[] = [];
  for (const stage of MADE_STAGES) {
    await build(['--target', stage, '--tag', `cheesechain-${stage}:${TEST_TAG}`, '.']);
    stages.push(`FROM cheesechain-${stage}:${TEST_TAG} AS ${stage}`);
  }
  // Somebody may have written to the sources since the image was built.
  await buildImage(program);
  const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
  const packing = dockerfile.search(FIRST_PACKING_STAGE);
  if (packing < 0) throw new Error(`no line of the Dockerfile is like ${FIRST_PACKING_STAGE} any more`);
  const [base = ''] = dockerfile.match(/^ARG BASE_IMAGE=.*$/m) ?? [];
  const clone = mkdtempSync(join(tmpdir(), 'cheese-clone-'));
  try {
    for (const path of ['package.json', 'deploy/container'])
      cpSync(join(ROOT, path), join(clone, path), { recursive: true });
    chmodSync(join(clone, 'package.json'), 0o600);
    const name = `cheesechain-${program}:packed-again`;
    const input = [base, ...stages, dockerfile.slice(packing)].join('\n');
    await build(['--no-cache', '--target', program, '--tag', name, '--file', '-', clone], input);
    return name;
  } finally {
    rmSync(clone, { recursive: true });
  }
}

async function build(options: readonly string[], input = ''): Promise<void> {
  await runCommand('docker', ['build', '--network', 'host', ...options], {
    timeoutMs: BUILD_TIMEOUT_MS,
    // Without its extension every engine can build, and they all then keep their layers in one place.
    env: { DOCKER_BUILDKIT: '0' },
    input,
  });
}

export function imageName(program: Program): string {
  return `cheesechain-${program}:${TEST_TAG}`;
}
