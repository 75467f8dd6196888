import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileKeystore } from '#adapters/keystore/file-keystore';
import { MemoryKeystore } from '#adapters/memory/memory-keystore';
import { toHex } from '#domain/primitives/bytes';
import { accepted, type Refusal, type Result } from '#domain/primitives/result';
import type { Keystore, NewWallet } from '#domain/wallet/keystore.port';
import { testKey } from '#test/keys';
import { testNetwork } from '#test/network';

/** Quick, since nothing here is worth guessing. */
const QUICK_SCRYPT = { cost: 2 ** 10, blockSize: 8, parallelization: 1 };

/** A keystore with nothing in it, and what a restart makes of it. */
interface Subject {
  readonly keystore: Keystore;
  reopen(): Keystore;
}

let folders: string[] = [];
afterEach(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
  folders = [];
});

const adapters: [string, () => Subject][] = [
  [
    'in memory',
    () => {
      const keystore = new MemoryKeystore();
      return { keystore, reopen: () => keystore };
    },
  ],
  [
    'in a file',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'cheese keystore '));
      folders.push(folder);
      const reopen = () => new FileKeystore({ folder, network: testNetwork(), scrypt: QUICK_SCRYPT });
      return { keystore: reopen(), reopen };
    },
  ],
];

function newWallet(seed: number, password?: string): NewWallet {
  return { publicKey: testKey(seed).publicKey, secret: new Uint8Array(16).fill(seed), password };
}

function codeOf(result: Result<unknown, Refusal>): string {
  return result.ok ? 'accepted' : result.refusal.code;
}

describe.each(adapters)('a keystore %s', (_, subject) => {
  it('is empty at first, and says so', async () => {
    const { keystore } = subject();
    expect(await keystore.load()).toEqual(accepted(undefined));
    expect(codeOf(await keystore.open(undefined))).toBe('wallet-missing');
    expect(codeOf(await keystore.open('p'))).toBe('wallet-missing');
    expect(keystore.description.length).toBeGreaterThan(0);
  });

  it.each([['p'], [undefined]])('gives back what it took, also after a restart (password %s)', async (password) => {
    const { keystore, reopen } = subject();
    const stored = await keystore.create(newWallet(1, password));
    for (const each of [keystore, reopen()]) {
      expect(await each.load()).toEqual(stored);
      const loaded = stored.ok ? stored.value : undefined;
      expect(toHex(loaded?.publicKey ?? new Uint8Array())).toBe(toHex(testKey(1).publicKey));
      expect(loaded?.encrypted).toBe(password !== undefined);
      expect(await each.open(password)).toEqual(accepted(new Uint8Array(16).fill(1)));
    }
  });

  it('keeps secrets of every length that a mnemonic has', async () => {
    for (const length of [16, 20, 24, 28, 32]) {
      const { keystore } = subject();
      const secret = new Uint8Array(length).fill(length);
      await keystore.create({ ...newWallet(1, 'p'), secret });
      expect(await keystore.open('p')).toEqual(accepted(secret));
    }
  });

  it('never takes a second wallet, and keeps the first', async () => {
    for (const password of ['p', undefined]) {
      const { keystore, reopen } = subject();
      await keystore.create(newWallet(1, password));
      for (const other of ['p', 'q', undefined]) {
        expect(codeOf(await keystore.create(newWallet(2, other)))).toBe('wallet-exists');
        expect(codeOf(await reopen().create(newWallet(2, other)))).toBe('wallet-exists');
      }
      expect(await keystore.open(password)).toEqual(accepted(new Uint8Array(16).fill(1)));
    }
  });

  it('opens with its own password alone', async () => {
    const { keystore } = subject();
    await keystore.create(newWallet(1, 'Gruyère'));
    for (const wrong of ['', 'gruyère', 'Gruyère ', undefined]) {
      expect(codeOf(await keystore.open(wrong))).toBe('wallet-password-wrong');
    }
    expect(codeOf(await keystore.open('Gruyère'))).toBe('accepted');
  });

  it('made without a password takes none', async () => {
    const { keystore } = subject();
    await keystore.create(newWallet(1));
    expect(codeOf(await keystore.open('p'))).toBe('wallet-password-wrong');
  });

  it('is not changed by what becomes of the bytes that it took and gave', async () => {
    const { keystore } = subject();
    const wallet = newWallet(1, 'p');
    await keystore.create(wallet);
    wallet.secret.fill(0);
    const opened = await keystore.open('p');
    if (opened.ok) opened.value.fill(0);
    expect(await keystore.open('p')).toEqual(accepted(new Uint8Array(16).fill(1)));
  });
});
