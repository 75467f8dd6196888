import './lib/require-node.mjs';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { packClient } from './lib/client-package.mjs';
import { ROOT } from './lib/root.mjs';
import { runCountedScript, setUp } from './lib/set-up.mjs';

// `npm run pack:client`: the client as an npm package, for `npm install PATH` elsewhere.
runCountedScript(async () => {
  await setUp();
  const destination = join(ROOT, 'dist', 'packages');
  mkdirSync(destination, { recursive: true });
  process.stdout.write(`${packClient(destination)}\n`);
  return { passed: 1, failed: 0 };
});
