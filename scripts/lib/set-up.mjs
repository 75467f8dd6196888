import { ensureBuilt, isBuilt } from './ensure-built.mjs';
import { ensureInstalled, isInstalled } from './ensure-installed.mjs';
import { exclusively } from './exclusively.mjs';
import { Progress } from './progress.mjs';
import { StepError } from './run.mjs';
import { passedAndFailed } from './tally.mjs';

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

/** Runs a script's main function, which gives the exit code; a failed step ends it with 1 and its own words. */
export async function runScript(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.exitCode = tellFailure(error);
  }
}

/** Like runScript, for a script whose last line says how much passed and failed: a failed step counts as one. */
export function runCountedScript(main) {
  return runScript(async () => {
    try {
      const { passed, failed } = await main();
      return passedAndFailed(passed, failed);
    } catch (error) {
      tellFailure(error);
      return passedAndFailed(0, 1);
    }
  });
}

/** A failed step has said all there is to say; anything else is a mistake of ours and keeps its stack. */
function tellFailure(error) {
  process.stderr.write(`${error instanceof StepError ? error.message : (error.stack ?? error)}\n`);
  return 1;
}
