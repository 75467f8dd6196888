import { testKey } from '#test/keys';
import { openTestWalletOn } from '#test/test-wallet';
import { crumbs } from '../primitives/crumbs.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import type { KeystoreRefusal } from './keystore.errors.ts';
import type { Keystore, StoredWallet } from './keystore.port.ts';
import type { Transfer } from './sign-transfer.ts';

const transfer: Transfer = {
  recipient: testKey(1).account,
  amount: crumbs(5),
  fee: crumbs(1),
  nonce: 0,
  memo: new Uint8Array(),
};

describe('a keystore that cannot be used', () => {
  const damaged: KeystoreRefusal = { code: 'keystore-damaged', where: 'somewhere', detail: 'it is not JSON' };

  function keystoreWith(load: Result<StoredWallet | undefined, KeystoreRefusal>, secret: Uint8Array): Keystore {
    const never = () => Promise.reject(new Error('this keystore must be left alone'));
    return { description: 'somewhere', load: async () => load, open: async () => accepted(secret), create: never };
  }

  it('lets the node start and refuses every call with what is wrong, never to be overwritten', async () => {
    const { wallet } = await openTestWalletOn(keystoreWith(refused(damaged), new Uint8Array()));
    const results = [
      wallet.status(),
      wallet.sign(transfer),
      await wallet.create(),
      await wallet.unlock('p'),
      await wallet.lock(),
      await wallet.exportMnemonic('p'),
    ];
    for (const result of results) expect(result).toEqual(refused(damaged));
  });

  it('is one whose secret is another key’s, with or without a password', async () => {
    const detail = 'its secret is not that of its public key';
    for (const secret of [new Uint8Array(16), new Uint8Array(5)]) {
      const open = keystoreWith(accepted({ publicKey: testKey(1).publicKey, encrypted: false }), secret);
      expect((await openTestWalletOn(open)).wallet.status()).toEqual(refused({ ...damaged, detail }));
      const locked = keystoreWith(accepted({ publicKey: testKey(1).publicKey, encrypted: true }), secret);
      const { wallet } = await openTestWalletOn(locked);
      expect(await wallet.unlock('p')).toEqual(refused({ ...damaged, detail }));
      expect(wallet.sign(transfer)).toEqual(refused({ code: 'wallet-locked' }));
    }
  });
});
