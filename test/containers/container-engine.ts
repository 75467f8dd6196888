import { runCommand } from './run-command.ts';

/** Installing an engine and making a base image takes minutes on a machine that has neither. */
const BRING_UP_TIMEOUT_MS = 10 * 60_000;

let compose: readonly string[] | undefined;

/**
 * Sees to it that there is a container engine: the one that the command in CHEESE_TEST_ENGINE brings up, else the one
 * that is running. Throws and says what is missing when there is none: whoever asks for these tests wants them run.
 */
export async function ensureEngine(): Promise<void> {
  const command = process.env['CHEESE_TEST_ENGINE'];
  if (command !== undefined && command !== '') {
    await runCommand(command, [], { shell: true, timeoutMs: BRING_UP_TIMEOUT_MS });
  }
  try {
    await docker(['info']);
  } catch (error) {
    throw new Error(
      'The container suite needs a Docker Engine. Start one, or set CHEESE_TEST_ENGINE to a command that brings one up.',
      { cause: error },
    );
  }
}

/** `docker …`; gives standard output without the white space around it. */
export async function docker(args: readonly string[], options: { timeoutMs?: number } = {}): Promise<string> {
  return (await runCommand('docker', args, options)).trim();
}

/** The command and first arguments that mean compose here: the plugin when it is installed, else docker-compose. */
export async function composeCommand(): Promise<readonly string[]> {
  compose ??= await docker(['compose', 'version']).then(
    () => ['docker', 'compose'],
    () => ['docker-compose'],
  );
  return compose;
}
