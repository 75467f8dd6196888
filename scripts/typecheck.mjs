import './lib/require-node.mjs';
import { runVisibly } from './lib/run.mjs';
import { runScript, setUp } from './lib/set-up.mjs';
import { passedAndFailed } from './lib/tally.mjs';

// `npm run typecheck`: the programs and their specs, against each other.
runScript(async () => {
  await setUp({ build: false });
  const code = await runVisibly(['node_modules/@typescript/native/bin/tsc', '-b', ...process.argv.slice(2)]);
  return code === 0 ? passedAndFailed(1, 0) : passedAndFailed(0, 1);
});
