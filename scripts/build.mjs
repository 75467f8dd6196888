import './lib/require-node.mjs';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from './lib/ensure-built.mjs';
import { Progress } from './lib/progress.mjs';
import { ROOT } from './lib/root.mjs';
import { runCountedScript, setUp } from './lib/set-up.mjs';

// `npm run build`: sets up what is missing; with --clean everything is built anew; with --no-install the packages are
// taken as they are, as in an image, where a step of its own has installed them.
runCountedScript(async () => {
  if (process.argv.includes('--clean')) rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  if (process.argv.includes('--no-install')) await ensureBuilt(new Progress());
  else await setUp();
  return { passed: 1, failed: 0 };
});
