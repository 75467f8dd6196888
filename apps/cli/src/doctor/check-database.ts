import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { quickCheck } from '#adapters/sqlite/quick-check';
import { type Check, fail, ok, warn } from './check.ts';

/** A larger file takes longer than people wait for a doctor. */
const MAX_CHECKED_BYTES = 2 ** 30;

/** Whether the pages of the store agree, while its peer runs or not; what they say is the command `db check`'s. */
export function checkDatabase(dataDir: string): Check {
  const name = 'database';
  const path = join(dataDir, 'chain.sqlite');
  if (!existsSync(path)) return ok(name, 'There is none yet.');
  const isLarge = statSync(path).size > MAX_CHECKED_BYTES;
  const found = quickCheck(path, !isLarge);
  if (!found.ok) {
    const { code, detail } = found.refusal;
    if (code === 'store-newer-schema') return fail(name, `${detail} (${code}).`, 'Run the version that wrote it.');
    if (code === 'store-busy') return warn(name, `${detail} (${code}).`, 'Ask again in a moment.');
    const advice = `Stop the peer, then: cheesechain db repair --data ${dataDir}, which saves what can be read.`;
    return fail(name, `${path}: ${detail} (${code}).`, advice);
  }
  const { schemaVersion, isCurrent } = found.value;
  if (isLarge) return ok(name, `${path} is large: cheesechain db check looks at all of it.`);
  if (!isCurrent)
    return ok(name, `${path} is whole; the next start brings it up to date from schema ${schemaVersion}.`);
  return ok(name, `${path} is whole.`);
}
