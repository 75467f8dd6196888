import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StepError } from './run.mjs';

/** npm's own script, so that it runs with this very Node, also on Windows, where `npm` is a batch file. */
export function findNpm() {
  const beside = dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath,
    join(beside, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(beside, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    '/usr/share/nodejs/npm/bin/npm-cli.js',
  ];
  const found = candidates.find((path) => path?.endsWith('npm-cli.js') && existsSync(path));
  if (found === undefined) throw new StepError('npm was not found beside this Node: run `npm install` by hand, once.');
  return found;
}
