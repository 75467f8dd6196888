import './lib/require-node.mjs';
import { runVisibly } from './lib/run.mjs';
import { runCountedScript, setUp } from './lib/set-up.mjs';

// `npm run format`: mends whatever the linter can mend without a change of meaning.
runCountedScript(async () => {
  await setUp({ build: false });
  const paths = process.argv.slice(2);
  const code = await runVisibly([
    'node_modules/@biomejs/biome/bin/biome',
    'check',
    '--write',
    ...(paths.length > 0 ? paths : ['.']),
  ]);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
});
