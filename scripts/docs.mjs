import './lib/require-node.mjs';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/root.mjs';
import { runCountedScript, setUp } from './lib/set-up.mjs';

const START = '<!-- table: written by `npm run docs` -->\n';
const END = '<!-- end of table -->';

// `npm run docs`: writes the tables of the documentation that have their source in the code.
runCountedScript(async () => {
  await setUp();
  const { configurationTable } = await import('../dist/libs/adapters/src/configuration/configuration-table.js');
  const path = join(ROOT, 'docs', 'configuration.md');
  const page = readFileSync(path, 'utf8');
  const [before, rest] = page.split(START);
  const after = rest.slice(rest.indexOf(END));
  writeFileSync(path, `${before}${START}\n${configurationTable()}\n${after}`);
  return { passed: 1, failed: 0 };
});
