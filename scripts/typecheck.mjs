import './lib/require-node.mjs';
import { runVisibly } from './lib/run.mjs';
import { runCountedScript, setUp } from './lib/set-up.mjs';

// `npm run typecheck`: the programs and their specs, against each other.
runCountedScript(async () => {
  await setUp({ build: false });
  const code = await runVisibly(['node_modules/@typescript/native/bin/tsc', '-b', ...process.argv.slice(2)]);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
});
