import './lib/require-node.mjs';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser } from './lib/ensure-browser.mjs';
import { ROOT } from './lib/root.mjs';
import { runVisibly } from './lib/run.mjs';
import { runCountedScript, setUp } from './lib/set-up.mjs';

// `npm test`: sets up what is missing, then runs the tests; further arguments go to jest (`npm test -- libs/domain`).
// `--suite NAME` runs one of the suites of jest.config.mjs instead of the quick one.
runCountedScript(async () => {
  await setUp();
  const { suite, jestArguments } = readArguments(process.argv.slice(2));
  const browser = suite === 'browser' ? { CHEESE_TEST_BROWSER: await ensureBrowser() } : {};
  const results = join(ROOT, '.cache', `test-results-${suite}-${process.pid}.json`);
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  const env = {
    ...process.env,
    ...browser,
    CHEESE_TEST_SUITE: suite,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`,
  };
  const jest = join('node_modules', 'jest', 'bin', 'jest.js');
  const code = await runVisibly([jest, '--json', `--outputFile=${results}`, ...jestArguments], { env });
  return report(results, code);
});

/** Takes `--suite NAME` out; the rest is jest's. */
function readArguments(given) {
  const at = given.indexOf('--suite');
  if (at === -1) return { suite: 'quick', jestArguments: given };
  return { suite: given[at + 1], jestArguments: given.toSpliced(at, 2) };
}

/** A file that could not even run counts as one failure, and so does a runner that ended badly without saying why. */
function report(results, code) {
  let passed = 0;
  let failed = 0;
  try {
    const summary = JSON.parse(readFileSync(results, 'utf8'));
    passed = summary.numPassedTests;
    failed = summary.numFailedTests + summary.numRuntimeErrorTestSuites;
  } catch {
    failed = 1;
  }
  rmSync(results, { force: true });
  if (code !== 0 && failed === 0) failed = 1;
  return { passed, failed };
}
