import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startTestPeer } from '#test/http/test-peer';

const SCHEMA = join(process.cwd(), 'libs', 'client', 'src', 'api-schema.generated.ts');
const GENERATOR = join(process.cwd(), 'node_modules', 'openapi-typescript', 'bin', 'cli.js');
/** It reads the document and writes a file: a second, several on a busy machine. */
const GENERATOR_TIMEOUT_MS = 60_000;

/** The types that the generator makes of the document which a peer serves. */
async function generated(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'cheese-client-'));
  const peer = await startTestPeer();
  try {
    const [document, types] = [join(folder, 'openapi.json'), join(folder, 'types.ts')];
    writeFileSync(document, JSON.stringify(peer.api.document));
    const options = { env: { ...process.env, NODE_OPTIONS: '' }, timeout: GENERATOR_TIMEOUT_MS };
    const command = [GENERATOR, document, '--output', types, '--immutable', '--default-non-nullable=false'];
    await promisify(execFile)(process.execPath, command, options);
    return readFileSync(types, 'utf8');
  } finally {
    await peer.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the types of the client', () => {
  it('are what the generator makes of the document; `npm run client` writes them', async () => {
    const types = await generated();
    if (process.env['CHEESE_WRITE_CLIENT'] === 'true') writeFileSync(SCHEMA, types);
    expect(readFileSync(SCHEMA, 'utf8')).toBe(types);
  }, 90_000);
});
