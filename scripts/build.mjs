import './lib/require-node.mjs';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/root.mjs';
import { runScript, setUp } from './lib/set-up.mjs';
import { passedAndFailed } from './lib/tally.mjs';

// `npm run build`: sets up what is missing; with --clean everything is built anew.
runScript(async () => {
  if (process.argv.includes('--clean')) rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  try {
    await setUp();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return passedAndFailed(0, 1);
  }
  return passedAndFailed(1, 0);
});
