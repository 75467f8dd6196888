import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { APIS_UNDER_TEST } from '#test/http/api-under-test';

const SCHEMAS: Readonly<Record<string, string>> = {
  'a peer': 'api-schema.generated.ts',
  'a tracker': 'tracker-schema.generated.ts',
};
const CLIENT = join(process.cwd(), 'libs', 'client', 'src');
const GENERATOR = join(process.cwd(), 'node_modules', 'openapi-typescript', 'bin', 'cli.js');
/** It reads the document and writes a file: a second, several on a busy machine. */
const GENERATOR_TIMEOUT_MS = 60_000;

/** The types that the generator makes of a document. */
async function generated(document: object): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cheese-client-'));
  try {
    const [from, to] = [join(folder, 'openapi.json'), join(folder, 'types.ts')];
    writeFileSync(from, JSON.stringify(document));
    const options = { env: { ...process.env, NODE_OPTIONS: '' }, timeout: GENERATOR_TIMEOUT_MS };
    const command = [GENERATOR, from, '--output', to, '--immutable', '--default-non-nullable=false'];
    await promisify(execFile)(process.execPath, command, options);
    return readFileSync(to, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the types of the client', () => {
  it.each(APIS_UNDER_TEST)(
    'are what the generator makes of the document of %s; `npm run client` writes them',
    async (name, open) => {
      const subject = await open();
      const types = await generated(subject.api.document).finally(() => subject.close());
      const schema = join(CLIENT, String(SCHEMAS[name]));
      if (process.env['CHEESE_WRITE_CLIENT'] === 'true') writeFileSync(schema, types);
      expect(readFileSync(schema, 'utf8')).toBe(types);
    },
    90_000,
  );
});
