import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { toHex } from '#domain/primitives/bytes';
import { accepted, type Refusal, type Result, refused } from '#domain/primitives/result';
import type { NewWallet } from '#domain/wallet/keystore.port';
import { testAddress, testKey } from '#test/keys';
import { testNetwork } from '#test/network';
import { FileKeystore } from './file-keystore.ts';
import { DEFAULT_SCRYPT } from './key-derivation.ts';

const network = testNetwork();
const secret = Uint8Array.from({ length: 16 }, (_, i) => 0xa0 + i);

let folder: string;
let walletFile: string;
let keyFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cheese keystore '));
  walletFile = join(folder, 'wallet.json');
  keyFile = join(folder, 'wallet.key');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function open(options: { readonly name?: string; readonly cost?: number } = {}): FileKeystore {
  const { name, cost = 2 ** 10 } = options;
  const of = name === undefined ? network : testNetwork({ name, addressPrefix: 'elsewhere' });
  return new FileKeystore({ folder, network: of, scrypt: { cost, blockSize: 8, parallelization: 1 } });
}

function newWallet(password?: string): NewWallet {
  return { publicKey: testKey(1).publicKey, secret, password };
}

function codeOf(result: Result<unknown, Refusal>): string {
  return result.ok ? 'accepted' : result.refusal.code;
}

describe('a keystore file', () => {
  it('can be read by its owner alone, as can the key beside it', async () => {
    await open().create(newWallet());
    expect(readdirSync(folder).sort()).toEqual(['wallet.json', 'wallet.key']);
    for (const path of [walletFile, keyFile]) expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('with a password needs no key beside it', async () => {
    await open().create(newWallet('p'));
    expect(readdirSync(folder)).toEqual(['wallet.json']);
  });

  it('shows address, public key and network, and nothing of the secret or the password', async () => {
    await open().create(newWallet('Gruyère'));
    const text = readFileSync(walletFile, 'utf8');
    const [publicKey, address] = [toHex(testKey(1).publicKey), testAddress(1)];
    expect(JSON.parse(text)).toMatchObject({ version: 1, network: 'devnet', publicKey, address });
    for (const hidden of [toHex(secret), 'Gruy', Buffer.from(secret).toString('base64')]) {
      expect(text).not.toContain(hidden);
    }
  });

  it('uses a strong scrypt by itself, and opens with what it was made with', async () => {
    await new FileKeystore({ folder, network }).create(newWallet('p'));
    expect(JSON.parse(readFileSync(walletFile, 'utf8')).key).toMatchObject({ name: 'scrypt', ...DEFAULT_SCRYPT });
    expect(DEFAULT_SCRYPT.cost).toBeGreaterThanOrEqual(2 ** 15);
    expect(await open().open('p')).toEqual(accepted(secret));
  });

  it('leaves the event loop free while it works on a password', async () => {
    let turns = 0;
    let working = true;
    const turn = () => {
      turns++;
      if (working) setImmediate(turn);
    };
    setImmediate(turn);
    await new FileKeystore({ folder, network }).create(newWallet('p'));
    working = false;
    expect(turns).toBeGreaterThan(20);
  });

  it('is never the same twice, even of the same wallet and password', async () => {
    await open().create(newWallet('p'));
    const first = JSON.parse(readFileSync(walletFile, 'utf8'));
    rmSync(walletFile);
    await open().create(newWallet('p'));
    const second = JSON.parse(readFileSync(walletFile, 'utf8'));
    expect(second.key.salt).not.toBe(first.key.salt);
    expect(second.secret.nonce).not.toBe(first.secret.nonce);
    expect(second.secret.ciphertext).not.toBe(first.secret.ciphertext);
  });

  it('made by two programs at once is one of the two, whole', async () => {
    const made = await Promise.all([open().create(newWallet('p')), open().create(newWallet('q'))]);
    expect(made.map(codeOf).sort()).toEqual(['accepted', 'wallet-exists']);
    const password = made[0]?.ok ? 'p' : 'q';
    expect(await open().open(password)).toEqual(accepted(secret));
    expect(readdirSync(folder)).toEqual(['wallet.json']);
  });

  it('uses the key that a crash between the two files has left', async () => {
    await open().create(newWallet());
    rmSync(walletFile);
    const key = readFileSync(keyFile, 'utf8');
    await open().create(newWallet());
    expect(readFileSync(keyFile, 'utf8')).toBe(key);
    expect(await open().open(undefined)).toEqual(accepted(secret));
  });
});

describe('a keystore file of another network', () => {
  it('is refused, named, and left alone', async () => {
    await open().create(newWallet('p'));
    const before = readFileSync(walletFile, 'utf8');
    const other = open({ name: 'elsewhere' });
    expect(await other.load()).toMatchObject({
      refusal: { code: 'keystore-wrong-network', where: walletFile, actual: `devnet (genesis ${network.genesisHash})` },
    });
    expect(codeOf(await other.open('p'))).toBe('keystore-wrong-network');
    expect(codeOf(await other.create(newWallet('p')))).toBe('keystore-wrong-network');
    expect(readFileSync(walletFile, 'utf8')).toBe(before);
  });
});

describe('a damaged keystore file', () => {
  it('is refused whatever byte has changed, and never overwritten', async () => {
    await open().create(newWallet('p'));
    const intact = readFileSync(walletFile);
    await fc.assert(
      fc.asyncProperty(fc.nat(intact.length - 1), fc.integer({ min: 1, max: 255 }), async (place, by) => {
        const bytes = Buffer.from(intact);
        bytes[place] = (bytes[place] as number) ^ by;
        writeFileSync(walletFile, bytes);
        const loaded = await open().load();
        // White space between the fields means nothing; all else does.
        if (loaded.ok) expect(JSON.parse(bytes.toString('utf8'))).toEqual(JSON.parse(intact.toString('utf8')));
        else expect(loaded.refusal.code).toMatch(/^keystore-(damaged|version-unknown)$/);
        if (!loaded.ok) expect(codeOf(await open().create(newWallet('p')))).toBe(loaded.refusal.code);
        expect(readFileSync(walletFile).equals(bytes)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused wherever it ends', async () => {
    await open().create(newWallet('p'));
    const intact = readFileSync(walletFile, 'utf8').trimEnd();
    for (let length = 0; length < intact.length; length += 7) {
      writeFileSync(walletFile, intact.slice(0, length));
      expect(await open().load()).toEqual(
        refused({ code: 'keystore-damaged', where: walletFile, detail: 'it is not JSON' }),
      );
    }
  });

  it('is neither loaded nor opened, and says what is wrong', async () => {
    await open().create(newWallet('p'));
    const changed = readFileSync(walletFile, 'utf8').replace(testAddress(1), testAddress(2));
    writeFileSync(walletFile, changed);
    const detail = 'its checksum is wrong: something in it has changed';
    const refusal = refused({ code: 'keystore-damaged', where: walletFile, detail });
    expect([await open().load(), await open().open('p')]).toEqual([refusal, refusal]);
    writeFileSync(walletFile, ' '.repeat(20_000));
    expect(await open().load()).toMatchObject({ refusal: { code: 'keystore-damaged', detail: 'it is too long' } });
  });

  it('of a later program is told apart', async () => {
    await open().create(newWallet('p'));
    const { version, ...fields } = JSON.parse(readFileSync(walletFile, 'utf8'));
    writeFileSync(walletFile, JSON.stringify({ ...fields, version: version + 1 }));
    expect(await open().load()).toEqual(refused({ code: 'keystore-version-unknown', where: walletFile, version: 2 }));
  });
});

describe('the key beside a keystore file', () => {
  it('that is missing, damaged or another is named, and nothing is made anew', async () => {
    await open().create(newWallet());
    const key = readFileSync(keyFile, 'utf8');
    for (const [text, detail] of [
      ['', 'holds no key'],
      ['zz'.repeat(32), 'holds no key'],
      ['0'.repeat(2000), 'holds no key'],
      ['00'.repeat(32), 'is not the key'],
    ] as const) {
      writeFileSync(keyFile, text);
      expect(JSON.stringify(await open().open(undefined))).toContain(detail);
    }
    rmSync(keyFile);
    const missing = await open().open(undefined);
    expect([codeOf(missing), JSON.stringify(missing).includes('missing')]).toEqual(['keystore-damaged', true]);
    expect(existsSync(keyFile)).toBe(false);
    writeFileSync(keyFile, key);
    expect(await open().open(undefined)).toEqual(accepted(secret));
  });

  it('that is damaged keeps a new wallet from being made', async () => {
    writeFileSync(keyFile, 'precious?');
    expect(codeOf(await open().create(newWallet()))).toBe('keystore-damaged');
    expect([readFileSync(keyFile, 'utf8'), existsSync(walletFile)]).toEqual(['precious?', false]);
  });
});

describe('a place where no keystore can be', () => {
  it('is refused with the system’s reason', async () => {
    mkdirSync(walletFile);
    expect(await open().load()).toEqual(refused({ code: 'keystore-unreadable', where: walletFile, reason: 'EISDIR' }));
    expect(codeOf(await open().create(newWallet('p')))).toBe('keystore-unreadable');
    renameSync(walletFile, join(folder, 'elsewhere'));
    const absent = new FileKeystore({ folder: join(folder, 'absent'), network, scrypt: DEFAULT_SCRYPT });
    const made = await absent.create(newWallet('p'));
    expect(made).toMatchObject({ refusal: { code: 'keystore-unwritable', reason: 'ENOENT' } });
  });

  it('is a folder that only others may write', async () => {
    chmodSync(folder, 0o500);
    const made = await open().create(newWallet('p'));
    chmodSync(folder, 0o700);
    // The superuser may write everywhere.
    expect(codeOf(made)).toBe(process.getuid?.() === 0 ? 'accepted' : 'keystore-unwritable');
  });
});
