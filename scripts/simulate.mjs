import './lib/require-node.mjs';
import { runScript, setUp } from './lib/set-up.mjs';

// `npm run simulate -- --scenario NAME …`: sets up what is missing, then runs simulations in this very process.
runScript(async () => {
  await setUp();
  const { main } = await import('../dist/apps/cli/src/main.js');
  return main(['simulate', ...process.argv.slice(2)]);
});
