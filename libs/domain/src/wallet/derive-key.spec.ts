import { HDKey } from '@scure/bip32';
import { readVectors } from '#test/read-vectors';
import { PRESETS } from '../network-params/presets.ts';
import { fromHex, toHex } from '../primitives/bytes.ts';
import { deriveKey, deriveWalletKey, walletPath } from './derive-key.ts';
import { seedOf } from './mnemonic.ts';

interface Node {
  readonly pubKey: string;
  readonly privKey: string;
  readonly chainCode: string;
  readonly base58: string;
  readonly base58Priv: string;
  /** HASH160 of the public key: what an account is here. */
  readonly identifier: string;
}
interface Vector {
  readonly network: string;
  readonly master: Node & { readonly seed?: string };
  readonly children: readonly (Node & { readonly path: string })[];
}
interface Vectors {
  readonly valid: readonly Vector[];
  readonly invalid: {
    readonly fromBase58: readonly { readonly exception: string; readonly string: string }[];
    readonly fromSeed: readonly { readonly seed: string }[];
    readonly derivePath: readonly { readonly derivationPath: unknown }[];
  };
}
const vectors = readVectors<Vectors>('bip32.json');

const versions: Record<string, { private: number; public: number }> = {
  bitcoin: { private: 0x0488ade4, public: 0x0488b21e },
  litecoin: { private: 0x019d9cfe, public: 0x019da462 },
};

function checkNode(node: HDKey, expected: Node): void {
  expect(toHex(node.publicKey ?? new Uint8Array())).toBe(expected.pubKey);
  expect(toHex(node.privateKey ?? new Uint8Array())).toBe(expected.privKey);
  expect(toHex(node.chainCode ?? new Uint8Array())).toBe(expected.chainCode);
  expect(node.publicExtendedKey).toBe(expected.base58);
  expect(node.privateExtendedKey).toBe(expected.base58Priv);
}

describe('a derived key', () => {
  it('agrees with every vector of BIP-32', () => {
    let compared = 0;
    for (const { network, master, children } of vectors.valid) {
      const root = HDKey.fromExtendedKey(master.base58Priv, versions[network]);
      checkNode(root, master);
      if (master.seed !== undefined) checkNode(HDKey.fromMasterSeed(fromHex(master.seed), versions[network]), master);
      for (const child of children) {
        checkNode(root.derive(child.path), child);
        compared++;
        if (master.seed === undefined) continue;
        const key = deriveKey(fromHex(master.seed), child.path);
        expect(toHex(key.publicKey)).toBe(child.pubKey);
        expect(key.account).toBe(child.identifier);
      }
    }
    expect(compared).toBe(13);
  });

  it('comes of no broken extended key, seed or path', () => {
    for (const { string } of vectors.invalid.fromBase58) {
      expect(() => HDKey.fromExtendedKey(string, versions['bitcoin'])).toThrow();
    }
    for (const { seed } of vectors.invalid.fromSeed) expect(() => deriveKey(fromHex(seed), 'm/0')).toThrow();
    for (const { derivationPath } of vectors.invalid.derivePath) {
      expect(() => deriveKey(new Uint8Array(32), derivationPath as string)).toThrow();
    }
  });
});

describe('the wallet’s key', () => {
  const entropy = fromHex('00000000000000000000000000000000');

  it('stands at m/44’/COIN’/0’/0/0', async () => {
    expect(walletPath(1)).toBe("m/44'/1'/0'/0/0");
    const root = HDKey.fromMasterSeed(await seedOf(entropy));
    for (const { coinType } of Object.values(PRESETS)) {
      const expected = root.derive(`m/44'/${coinType}'/0'/0/0`).publicKey ?? new Uint8Array();
      expect(toHex((await deriveWalletKey(entropy, coinType)).publicKey)).toBe(toHex(expected));
    }
  });

  it('agrees with what other wallets make of the same words (Bitcoin’s coin type)', async () => {
    // Published everywhere for "abandon … about", m/44'/0'/0'/0/0: address 1LqBGSKuX5yYUonjxT5qGfpUsXKYYWeabA.
    const { account } = await deriveWalletKey(entropy, 0);
    expect(account).toBe('d986ed01b7a22225a70edbf2ba7cfb63a15cb3aa');
  });

  it('differs between the main network and the test networks', async () => {
    const main = await deriveWalletKey(entropy, PRESETS.mainnet.coinType);
    const dev = await deriveWalletKey(entropy, PRESETS.devnet.coinType);
    expect(main.account).not.toBe(dev.account);
  });
});
