import './lib/require-node.mjs';
import { runVisibly } from './lib/run.mjs';
import { runScript, setUp } from './lib/set-up.mjs';
import { passedAndFailed } from './lib/tally.mjs';

// `npm run format`: mends whatever the linter can mend without a change of meaning.
runScript(async () => {
  await setUp({ build: false });
  const paths = process.argv.slice(2);
  const code = await runVisibly([
    'node_modules/@biomejs/biome/bin/biome',
    'check',
    '--write',
    ...(paths.length > 0 ? paths : ['.']),
  ]);
  return code === 0 ? passedAndFailed(1, 0) : passedAndFailed(0, 1);
});
