#!/usr/bin/env node
import '../scripts/lib/require-node.mjs';
import { runScript, setUp } from '../scripts/lib/set-up.mjs';

// `npx cheesechain …`: sets up what is missing, like `npm start`.
runScript(async () => {
  await setUp();
  const { main } = await import('../dist/apps/cli/src/main.js');
  return main(process.argv.slice(2));
});
