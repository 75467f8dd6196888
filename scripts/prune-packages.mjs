import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Read by compilers, debuggers and people, never by a program that runs. Licences stay. */
const NEVER_RUN = /\.(d\.[cm]?ts|map|tsbuildinfo|md|markdown|c|cc|cpp|h|hpp|o|a|d)$/i;
/** Sources and leftovers of native modules, and a compiler that a package merely offers to use. */
const FOLDERS = [
  'better-sqlite3/deps',
  'better-sqlite3/src',
  'better-sqlite3/build/Release/obj',
  'better-sqlite3/build/Release/obj.target',
  'better-sqlite3/build/Release/test_extension.node',
  'secp256k1/src',
  'typescript',
  '@typescript',
];

// `node scripts/prune-packages.mjs FOLDER`: makes a folder of production packages as small as what runs of it.
const [root] = process.argv.slice(2);
if (root === undefined || !existsSync(root)) throw new Error('which node_modules folder?');
for (const folder of FOLDERS) rmSync(join(root, folder), { recursive: true, force: true });
for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
  if (entry.isFile() && NEVER_RUN.test(entry.name)) rmSync(join(entry.parentPath, entry.name));
}
