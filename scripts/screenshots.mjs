import './lib/require-node.mjs';
import { join } from 'node:path';
import { ensureBrowser } from './lib/ensure-browser.mjs';
import { runVisibly } from './lib/run.mjs';
import { runScript, setUp } from './lib/set-up.mjs';

// `npm run screenshots`: takes the pictures in docs/images anew, from a network of five peers that lives for minutes.
runScript(async () => {
  await setUp();
  const env = {
    ...process.env,
    CHEESE_TEST_BROWSER: await ensureBrowser(),
    CHEESE_TEST_SUITE: 'screenshots',
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`,
  };
  return runVisibly([join('node_modules', 'jest', 'bin', 'jest.js'), '--runInBand', '--verbose'], { env });
});
