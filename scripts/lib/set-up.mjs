import { ensureBuilt, isBuilt } from './ensure-built.mjs';
import { ensureInstalled, isInstalled } from './ensure-installed.mjs';
import { exclusively } from './exclusively.mjs';
import { Progress } from './progress.mjs';
import { StepError } from './run.mjs';

/** Installs and builds whatever is missing, and tells so; does nothing when nothing is. */
export async function setUp({ build = true } = {}) {
  const isReady = () => isInstalled() && (!build || isBuilt());
  if (isReady()) return;
  const progress = new Progress();
  await exclusively(
    async () => {
      await ensureInstalled(progress);
      if (build) await ensureBuilt(progress);
    },
    () => process.stderr.write('Waiting for another command that is setting up …\n'),
  );
}

/** Runs a script's main function; a failed step ends it with code 1 and its own words. */
export async function runScript(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.stderr.write(`${error instanceof StepError ? error.message : (error.stack ?? error)}\n`);
    process.exitCode = 1;
  }
}
