import './lib/require-node.mjs';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/root.mjs';
import { runVisibly } from './lib/run.mjs';
import { runCountedScript, setUp } from './lib/set-up.mjs';

const CHECKS = [
  { name: 'Style and habits', command: ['node_modules/@biomejs/biome/bin/biome', 'check', '.'] },
  {
    name: 'Boundaries',
    command: [
      'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
      '--config',
      '.dependency-cruiser.mjs',
      'apps',
      'libs',
    ],
  },
  {
    name: 'The page',
    command: ['node_modules/svelte-check/bin/svelte-check', '--workspace', 'apps/web', '--fail-on-warnings'],
    needs: 'apps/web/tsconfig.json',
  },
];

// `npm run lint`: every check runs, also after one that fails, so that one look mends all.
runCountedScript(async () => {
  await setUp({ build: false });
  let passed = 0;
  let failed = 0;
  for (const { name, command, needs } of CHECKS) {
    if (needs !== undefined && !existsSync(join(ROOT, needs))) continue;
    process.stdout.write(`\n${name}\n`);
    if ((await runVisibly(command)) === 0) passed += 1;
    else failed += 1;
  }
  return { passed, failed };
});
