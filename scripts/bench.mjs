import './lib/require-node.mjs';
import { runQuietly } from './lib/run.mjs';
import { runScript, setUp } from './lib/set-up.mjs';

/** A compilation takes seconds; a minute or two more on a very slow machine. */
const BUILD_TIMEOUT_MS = 5 * 60_000;

// `npm run bench -- NAME [--json]`: sets up what is missing, then runs one benchmark in this very process.
runScript(async () => {
  await setUp();
  await runQuietly(['node_modules/@typescript/native/bin/tsc', '-b', 'test/benchmarks'], {
    timeoutMs: BUILD_TIMEOUT_MS,
  });
  const { main } = await import('../dist/test/benchmarks/bench.js');
  return main(process.argv.slice(2));
});
