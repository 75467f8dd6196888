import { docker, ensureEngine } from './container-engine.ts';
import { runCommand } from './run-command.ts';

/** From nothing: packages fetched, SQLite compiled, everything built; a machine with two busy cores takes minutes. */
const BUILD_TIMEOUT_MS = 12 * 60_000;

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
  await runCommand('docker', ['build', '--network', 'host', '--target', program, '--tag', name, ...options, '.'], {
    timeoutMs: BUILD_TIMEOUT_MS,
    // Without its extension every engine can build, and they all then keep their layers in one place.
    env: { DOCKER_BUILDKIT: '0' },
  });
  return docker(['image', 'inspect', '--format', '{{.Id}}', name]);
}

export function imageName(program: Program): string {
  return `cheesechain-${program}:${TEST_TAG}`;
}
