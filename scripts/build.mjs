import './lib/require-node.mjs';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/root.mjs';
import { runCountedScript, setUp } from './lib/set-up.mjs';

// `npm run build`: sets up what is missing; with --clean everything is built anew.
runCountedScript(async () => {
  if (process.argv.includes('--clean')) rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
  await setUp();
  return { passed: 1, failed: 0 };
});
