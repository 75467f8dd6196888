import './lib/require-node.mjs';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judgeAudit } from './lib/advisories.mjs';
import { findNpm } from './lib/find-npm.mjs';
import { ROOT } from './lib/root.mjs';
import { StepError } from './lib/run.mjs';
import { runCountedScript, setUp } from './lib/set-up.mjs';

/** A registry answers in seconds, or not at all. */
const NPM_TIMEOUT_MS = 120_000;
const MAX_OUTPUT_BYTES = 64 * 2 ** 20;
const BILL = 'dist/sbom.cdx.json';

// `npm run check:release`: the bill of materials of what we ship, its licences, and known weaknesses of it.
runCountedScript(async () => {
  await setUp({ build: false });
  const { unacceptedLicences } = await import('./lib/licences.mjs');
  const bill = askNpm(['sbom', '--omit=dev', '--sbom-format=cyclonedx']);
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  writeFileSync(join(ROOT, BILL), `${JSON.stringify(bill, undefined, 2)}\n`);
  process.stdout.write(`bill of materials: ${bill.components.length} packages in ${BILL}\n`);
  const licences = tell('licences', unacceptedLicences(bill));
  const audit = audited();
  return { passed: 1 + licences.passed + audit.passed, failed: licences.failed + audit.failed };
});

function audited() {
  const reviewed = JSON.parse(readFileSync(join(ROOT, 'scripts', 'reviewed-advisories.json'), 'utf8'));
  const today = new Date().toISOString().slice(0, 10);
  const verdict = judgeAudit(askNpm(['audit', '--omit=dev', '--json']), reviewed, today);
  if (verdict.kind === 'judged') return tell('audit', verdict.problems);
  process.stdout.write(
    `audit skipped: ${verdict.code} (the registry does not answer; known weaknesses were NOT looked for)\n`,
  );
  return { passed: 0, failed: 0 };
}

function tell(what, problems) {
  process.stdout.write(`${what}: ${problems.length === 0 ? 'nothing to object' : ''}\n`);
  for (const problem of problems) process.stdout.write(`  ${problem}\n`);
  return problems.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** npm's answer, which is JSON also where it ends badly. */
function askNpm(args) {
  const { stdout, stderr, error } = spawnSync(process.execPath, [findNpm(), ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: NPM_TIMEOUT_MS,
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  try {
    return JSON.parse(stdout);
  } catch {
    throw new StepError(`npm ${args[0]} gave no report: ${error?.message ?? stderr.trim()}`);
  }
}
