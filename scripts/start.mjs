import './lib/require-node.mjs';
import { join } from 'node:path';
import { ROOT } from './lib/root.mjs';
import { runScript, setUp } from './lib/set-up.mjs';
import { stopWithNpm } from './lib/stop-with-npm.mjs';

// `npm start`: sets up what is missing, then runs a local network in this very process.
runScript(async () => {
  stopWithNpm();
  await setUp();
  const { main } = await import('../dist/apps/cli/src/main.js');
  return main(['up', '--data', join(ROOT, 'data'), ...process.argv.slice(2)]);
});
