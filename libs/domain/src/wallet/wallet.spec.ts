import { HDKey } from '@scure/bip32';
import { testKey } from '#test/keys';
import { renderings } from '#test/renderings';
import { openTestWallet } from '#test/test-wallet';
import { toHex } from '../primitives/bytes.ts';
import { crumbs } from '../primitives/crumbs.ts';
import { accepted, type Refusal, type Result } from '../primitives/result.ts';
import { decodeAddress } from '../transaction/address.ts';
import { deriveWalletKey, walletPath } from './derive-key.ts';
import { parseMnemonic, seedOf } from './mnemonic.ts';
import type { Transfer } from './sign-transfer.ts';
import { MAX_UNLOCK_SECONDS, MAX_WAITING_CALLS } from './wallet.ts';

const zeros = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';
const transfer: Transfer = {
  recipient: testKey(1).account,
  amount: crumbs(5),
  fee: crumbs(1),
  nonce: 0,
  memo: new Uint8Array(),
};

function codeOf(result: Result<unknown, Refusal>): string {
  return result.ok ? 'accepted' : result.refusal.code;
}

function unwrap<Value>(result: Result<Value, Refusal>): Value {
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

describe('a node without a wallet', () => {
  it('refuses everything but to make one', async () => {
    const { wallet } = await openTestWallet();
    expect(codeOf(wallet.status())).toBe('wallet-missing');
    expect(codeOf(wallet.sign(transfer))).toBe('wallet-missing');
    expect(codeOf(await wallet.unlock('password'))).toBe('wallet-missing');
    expect(codeOf(await wallet.lock())).toBe('wallet-missing');
    expect(codeOf(await wallet.exportMnemonic('password'))).toBe('wallet-missing');
  });
});

describe('making a wallet', () => {
  it('gives twelve words once, and the key that they stand for', async () => {
    const { wallet, network } = await openTestWallet();
    const { status, mnemonic } = unwrap(await wallet.create());
    expect(mnemonic?.split(' ')).toHaveLength(12);
    const entropy = unwrap(parseMnemonic(mnemonic ?? ''));
    const key = await deriveWalletKey(entropy, network.parameters.coinType);
    expect(toHex(status.publicKey)).toBe(toHex(key.publicKey));
    expect(decodeAddress('dcheese', status.address)).toEqual(accepted(key.account));
    expect(status).toMatchObject({ account: key.account, locked: false, encrypted: false });
    expect(wallet.status()).toEqual(accepted(status));
  });

  it('from words restores that very wallet and repeats none of them', async () => {
    const { wallet, network } = await openTestWallet();
    const created = unwrap(await wallet.create({ mnemonic: `  ${zeros.toUpperCase()} ` }));
    const key = await deriveWalletKey(new Uint8Array(16), network.parameters.coinType);
    expect(created.status.account).toBe(key.account);
    expect(created.mnemonic).toBeUndefined();
  });

  it('never happens twice, and two at once make one', async () => {
    const { wallet } = await openTestWallet();
    const both = await Promise.all([wallet.create(), wallet.create({ mnemonic: zeros })]);
    expect(both.map(codeOf)).toEqual(['accepted', 'wallet-exists']);
    const before = wallet.status();
    expect(codeOf(await wallet.create({ password: 'other' }))).toBe('wallet-exists');
    expect(wallet.status()).toEqual(before);
  });

  it('asks the keystore one thing at a time', async () => {
    const { wallet, keystore } = await openTestWallet();
    await wallet.create({ password: 'p' });
    let [running, most] = [0, 0];
    const { open } = keystore;
    keystore.open = async (password) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return open.call(keystore, password);
    };
    await Promise.all([wallet.unlock('p'), wallet.unlock('q'), wallet.exportMnemonic('p')]);
    expect(most).toBe(1);
  });

  it('from words with a slip is refused and makes nothing', async () => {
    const { wallet } = await openTestWallet();
    expect(codeOf(await wallet.create({ mnemonic: 'abandon about' }))).toBe('mnemonic-length');
    expect(codeOf(await wallet.create({ mnemonic: zeros.replace('about', 'abbout') }))).toBe('mnemonic-word');
    expect(codeOf(await wallet.create({ mnemonic: zeros.replace('about', 'zoo') }))).toBe('mnemonic-checksum');
    expect(codeOf(wallet.status())).toBe('wallet-missing');
  });

  it('with an empty or endless password is refused', async () => {
    const { wallet } = await openTestWallet();
    expect(codeOf(await wallet.create({ password: '' }))).toBe('wallet-password-length');
    expect(codeOf(await wallet.create({ password: 'x'.repeat(1025) }))).toBe('wallet-password-length');
    expect(codeOf(wallet.status())).toBe('wallet-missing');
  });

  it('is refused while another lies in the keystore that this program has not seen', async () => {
    const { wallet, keystore } = await openTestWallet();
    await keystore.create({ publicKey: testKey(9).publicKey, secret: new Uint8Array(16), password: undefined });
    expect(codeOf(await wallet.create())).toBe('wallet-exists');
  });
});

describe('a wallet without a password', () => {
  it('signs at once and after each restart', async () => {
    const { wallet, restart } = await openTestWallet();
    const { status } = unwrap(await wallet.create());
    const signed = unwrap(wallet.sign(transfer));
    expect(signed.senderAccount).toBe(status.account);
    const again = (await restart()).wallet;
    expect(toHex(unwrap(again.sign(transfer)).bytes)).toBe(toHex(signed.bytes));
  });

  it('has nothing to be locked, unlocked or exported with', async () => {
    const { wallet } = await openTestWallet();
    await wallet.create();
    const calls = [wallet.lock(), wallet.unlock('x'), wallet.exportMnemonic('x')];
    expect((await Promise.all(calls)).map(codeOf)).toEqual(Array(3).fill('wallet-not-encrypted'));
    expect(codeOf(wallet.sign(transfer))).toBe('accepted');
  });
});

describe('a wallet with a password', () => {
  it('signs when it was just made, and is locked after each restart', async () => {
    const { wallet, restart } = await openTestWallet();
    const { status } = unwrap(await wallet.create({ password: 'Gruyère' }));
    expect(codeOf(wallet.sign(transfer))).toBe('accepted');
    const again = (await restart()).wallet;
    expect(again.status()).toEqual(accepted({ ...status, locked: true }));
    expect(codeOf(again.sign(transfer))).toBe('wallet-locked');
  });

  it('is unlocked by its password alone, however a keyboard writes its accents', async () => {
    const { wallet, restart } = await openTestWallet();
    const signed = unwrap(await wallet.create({ password: 'Gruy\u00e8re' }).then(() => wallet.sign(transfer)));
    const again = (await restart()).wallet;
    for (const wrong of ['gruyère', 'Gruyère ', 'x'])
      expect(codeOf(await again.unlock(wrong))).toBe('wallet-password-wrong');
    expect(codeOf(await again.unlock(''))).toBe('wallet-password-length');
    expect(codeOf(again.sign(transfer))).toBe('wallet-locked');
    expect(unwrap(await again.unlock('Gruye\u0300re'))).toMatchObject({ locked: false, unlockedUntilMs: undefined });
    expect(toHex(unwrap(again.sign(transfer)).bytes)).toBe(toHex(signed.bytes));
  });

  it('is locked when asked, and locking twice harms nothing', async () => {
    const { wallet } = await openTestWallet();
    await wallet.create({ password: 'p' });
    expect(unwrap(await wallet.lock()).locked).toBe(true);
    expect(unwrap(await wallet.lock()).locked).toBe(true);
    expect(codeOf(wallet.sign(transfer))).toBe('wallet-locked');
  });

  it('unlocked for a while is locked by itself, and the latest unlocking counts', async () => {
    const { wallet, clock } = await openTestWallet();
    await wallet.create({ password: 'p' });
    const until = clock.nowMs() + 10_000;
    expect(unwrap(await wallet.unlock('p', 10)).unlockedUntilMs).toBe(until);
    clock.advance(9_999);
    expect(codeOf(wallet.sign(transfer))).toBe('accepted');
    await wallet.unlock('p', 10);
    clock.advance(9_999);
    expect(codeOf(wallet.sign(transfer))).toBe('accepted');
    clock.advance(1);
    expect(codeOf(wallet.sign(transfer))).toBe('wallet-locked');
    await wallet.unlock('p', 10);
    await wallet.unlock('p');
    clock.advance(MAX_UNLOCK_SECONDS * 1000);
    expect(codeOf(wallet.sign(transfer))).toBe('accepted');
    await wallet.unlock('p', 10);
    await wallet.lock();
    expect(clock.timers).toBe(0);
  });

  it('is unlocked for a whole number of seconds up to a week', async () => {
    const { wallet } = await openTestWallet();
    await wallet.create({ password: 'p' });
    for (const seconds of [0, -1, 0.5, Number.NaN, MAX_UNLOCK_SECONDS + 1, Number.POSITIVE_INFINITY]) {
      expect(codeOf(await wallet.unlock('p', seconds))).toBe('wallet-unlock-duration');
    }
    expect(codeOf(await wallet.unlock('p', MAX_UNLOCK_SECONDS))).toBe('accepted');
  });

  it('gives its words to who knows the password, and stays locked', async () => {
    const { wallet, restart } = await openTestWallet();
    const { mnemonic } = unwrap(await wallet.create({ password: 'p' }));
    const again = (await restart()).wallet;
    expect(codeOf(await again.exportMnemonic('q'))).toBe('wallet-password-wrong');
    expect(await again.exportMnemonic('p')).toEqual(accepted(mnemonic));
    expect(codeOf(again.sign(transfer))).toBe('wallet-locked');
  });

  it('lets only a few callers with passwords wait, and locking is not among them', async () => {
    const { wallet } = await openTestWallet();
    await wallet.create({ password: 'p' });
    const guesses = Array.from({ length: MAX_WAITING_CALLS + 3 }, (_, i) => wallet.unlock(`guess ${i}`));
    const locking = wallet.lock();
    const codes = (await Promise.all(guesses)).map(codeOf);
    expect(codes.filter((code) => code === 'wallet-password-wrong')).toHaveLength(MAX_WAITING_CALLS);
    expect(codes.filter((code) => code === 'wallet-busy')).toHaveLength(3);
    expect(codeOf(await locking)).toBe('accepted');
    expect(codeOf(await wallet.unlock('p'))).toBe('accepted');
  });

  it('shows its private key in no status, no log and no rendering of itself', async () => {
    const { wallet, network } = await openTestWallet();
    const { status } = unwrap(await wallet.create({ mnemonic: zeros, password: 'p' }));
    const root = HDKey.fromMasterSeed(await seedOf(new Uint8Array(16)));
    const secret = root.derive(walletPath(network.parameters.coinType)).privateKey ?? new Uint8Array();
    const spellings = [toHex(secret), [...secret.subarray(0, 8)].join(',')];
    for (const text of [...renderings(wallet), ...renderings(status)]) {
      expect(spellings.filter((spelling) => text.replaceAll(/\s/g, '').includes(spelling))).toEqual([]);
    }
    expect(renderings(status).join()).toContain(status.address);
  });

  it('is locked when the node closes', async () => {
    const { wallet } = await openTestWallet();
    await wallet.create({ password: 'p' });
    await wallet.close();
    expect(codeOf(wallet.sign(transfer))).toBe('wallet-locked');
  });
});
