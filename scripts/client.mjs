import './lib/require-node.mjs';
import { join } from 'node:path';
import { runVisibly } from './lib/run.mjs';
import { runCountedScript, setUp } from './lib/set-up.mjs';

// `npm run client`: writes the types of the client anew from the API's document, which a peer in a test serves.
runCountedScript(async () => {
  await setUp({ build: false });
  const env = {
    ...process.env,
    CHEESE_WRITE_CLIENT: 'true',
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`,
  };
  const code = await runVisibly([join('node_modules', 'jest', 'bin', 'jest.js'), 'test/docs/client-schema'], { env });
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
});
