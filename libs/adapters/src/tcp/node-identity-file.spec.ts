import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peerIdOf } from '#domain/peer-network/peer-id';
import { loadNodeIdentity, loadOrCreateNodeIdentity } from './node-identity-file.ts';

describe('the identity file', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'identity-'));
    path = join(folder, 'identity.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function created() {
    const result = await loadOrCreateNodeIdentity(path);
    if (!result.ok) throw new Error(result.refusal.code);
    return result.value;
  }

  it('gives the same identity at every start', async () => {
    expect(await loadNodeIdentity(path)).toBeUndefined();
    const first = await created();
    const second = await created();
    expect(second.peerId).toBe(first.peerId);
    expect(first.peerId).toBe(peerIdOf(first.identityPublicKey));
    expect(second.staticPublicKey).toEqual(first.staticPublicKey);
    expect(second.identityPrivateKey.equals(first.identityPrivateKey)).toBe(true);
    expect(second.staticPrivateKey.equals(first.staticPrivateKey)).toBe(true);
    expect(await readdir(folder)).toEqual(['identity.json']);
  });

  (process.platform === 'win32' ? it.skip : it)('can be read by its owner alone', async () => {
    await created();
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('is one when several processes start at the same moment', async () => {
    const identities = await Promise.all(Array.from({ length: 8 }, created));
    expect(new Set(identities.map((identity) => identity.peerId)).size).toBe(1);
  });

  it.each([
    ['cut', (text: string) => text.slice(0, text.length / 2)],
    ['empty', () => ''],
    ['a list', () => '[]'],
    ['null', () => 'null'],
    ['of another version', (text: string) => text.replace('"version": 1', '"version": 2')],
    ['without keys', () => '{"version":1}'],
    ['changed in a digit of the identity key', (text: string) => flipDigit(text, 'identityPrivateKey')],
    ['changed in a digit of the static key', (text: string) => flipDigit(text, 'staticPublicKey')],
    ['changed in a digit of the peer id', (text: string) => flipDigit(text, 'peerId')],
    ['huge', (text: string) => text + ' '.repeat(5000)],
  ])('is refused as damaged when it is %s, and left as it is', async (_, damage) => {
    await created();
    const damaged = damage(await readFile(path, 'utf8'));
    await writeFile(path, damaged);
    const result = await loadOrCreateNodeIdentity(path);
    expect(result).toMatchObject({ ok: false, refusal: { code: 'identity-damaged', path } });
    expect(await readFile(path, 'utf8')).toBe(damaged);
  });

  it('is refused with a code when it cannot be read or written', async () => {
    expect(await loadOrCreateNodeIdentity(folder)).toMatchObject({
      ok: false,
      refusal: { code: 'identity-unreadable', errno: 'EISDIR' },
    });
    expect(await loadOrCreateNodeIdentity(join(folder, 'missing', 'identity.json'))).toMatchObject({
      ok: false,
      refusal: { code: 'identity-unwritable', errno: 'ENOENT' },
    });
  });
});

function flipDigit(text: string, field: string): string {
  return text.replace(new RegExp(`("${field}": ")(.)`), (_, start: string, digit: string) => {
    return `${start}${digit === '0' ? '1' : '0'}`;
  });
}
