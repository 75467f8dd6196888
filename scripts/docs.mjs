import './lib/require-node.mjs';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/root.mjs';
import { runCountedScript, setUp } from './lib/set-up.mjs';

const START = '<!-- table: written by `npm run docs` -->\n';
const END = '<!-- end of table -->';

// `npm run docs`: writes the parts of the documentation that have their source in the code.
runCountedScript(async () => {
  await setUp();
  const { configurationTable } = await import('../dist/libs/adapters/src/configuration/configuration-table.js');
  const { explanationsTable } = await import('../dist/libs/adapters/src/explain/explanations-table.js');
  write('configuration.md', configurationTable());
  write('refusals.md', explanationsTable());
  return { passed: 2, failed: 0 };
});

/** Puts the text between the marks of a page. */
function write(name, text) {
  const path = join(ROOT, 'docs', name);
  const [before, rest] = readFileSync(path, 'utf8').split(START);
  writeFileSync(path, `${before}${START}\n${text}\n${rest.slice(rest.indexOf(END))}`);
}
