import './lib/require-node.mjs';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/root.mjs';
import { passedAndFailed, readTally } from './lib/tally.mjs';

/** In this order: what fails soonest comes first. Those that package.json does not have are left out. */
const STEPS = ['build', 'lint', 'typecheck', 'check:release', 'test', 'test:slow', 'test:browser', 'test:containers'];
/** Minutes on a quiet machine, some of them; a step that takes longer than this has hung. */
const STEP_TIMEOUT_MS = 30 * 60_000;
const KEPT_CHARACTERS = 4096;
/** An engine that runs answers at once. */
const ENGINE_PROBE_TIMEOUT_MS = 10_000;

// What continuous integration runs: the commands that the README tells people to use, one after another, all of them
// even after a failure; the last line counts over all.
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
let passed = 0;
let failed = 0;
const failures = [];
for (const step of STEPS.filter((name) => name in scripts)) {
  if (step === 'test:containers' && !hasContainerEngine()) {
    process.stdout.write(`\n=== npm run ${step} LEFT OUT: no Docker Engine runs, and CHEESE_TEST_ENGINE is not set\n`);
    continue;
  }
  process.stdout.write(`\n=== npm run ${step}\n`);
  const startedMs = performance.now();
  const { code, output } = await runStep(step);
  const tally = readTally(output) ?? { passed: 0, failed: 1 };
  const stepFailed = tally.failed + (code !== 0 && tally.failed === 0 ? 1 : 0);
  passed += tally.passed;
  failed += stepFailed;
  if (stepFailed > 0) failures.push({ step, code, stepFailed, output });
  process.stdout.write(`=== npm run ${step}: ${((performance.now() - startedMs) / 1000).toFixed(0)} s\n`);
}
// Once more at the end, where a reader of a long log looks first.
for (const { step, code, stepFailed, output } of failures) {
  process.stdout.write(`\n=== npm run ${step}: ${stepFailed} failed, exit code ${code}; it ended with\n${output}\n`);
}
process.exitCode = passedAndFailed(passed, failed);

/** Whether there is an engine, or a command that is said to bring one up: that one has to, or the step fails. */
function hasContainerEngine() {
  if (process.env.CHEESE_TEST_ENGINE) return true;
  return spawnSync('docker', ['info'], { stdio: 'ignore', timeout: ENGINE_PROBE_TIMEOUT_MS }).status === 0;
}

/** Runs one script of package.json, showing its output and keeping the end of it. */
function runStep(name) {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', name], {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: STEP_TIMEOUT_MS,
      shell: process.platform === 'win32',
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      process.stdout.write(chunk);
      output = (output + chunk).slice(-KEPT_CHARACTERS);
    });
    child.once('error', () => resolve({ code: 1, output }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
