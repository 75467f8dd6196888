import { randomBytes } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Network } from '#domain/network-params/network';
import { fromHex, isHex } from '#domain/primitives/bytes';
import { accepted, type Result, refused } from '#domain/primitives/result';
import { accountOf } from '#domain/transaction/account';
import { encodeAddress } from '#domain/transaction/address';
import type { KeystoreRefusal } from '#domain/wallet/keystore.errors';
import type { Keystore, NewWallet, StoredWallet } from '#domain/wallet/keystore.port';
import { createPrivateFile, errnoOf, readPrivateFile } from '../files/private-file.ts';
import {
  DEFAULT_SCRYPT,
  deriveEncryptionKey,
  ENCRYPTION_KEY_BYTES,
  SALT_BYTES,
  type ScryptParameters,
} from './key-derivation.ts';
import {
  boundText,
  formatKeystore,
  type KeySource,
  type KeystoreContent,
  type KeystoreHead,
  parseKeystore,
} from './keystore-format.ts';
import { openSecret, sealSecret } from './sealed-secret.ts';

/** What we write has less than 1 KiB; anything above this is another file. */
const MAX_KEYSTORE_BYTES = 16_384;
const MAX_KEY_FILE_BYTES = 1024;

export interface FileKeystoreOptions {
  /** Must exist. Holds `wallet.json` and, for a wallet without password, `wallet.key`. */
  readonly folder: string;
  readonly network: Network;
  /** For new files; those that exist say what they were made with. */
  readonly scrypt?: ScryptParameters;
}

/**
 * Keeps the wallet's secret in a file of mode 0600, encrypted by AES-256-GCM under a key made of the password by
 * scrypt, or of a random file of mode 0600 beside it. Address and public key stand in the clear, bound to the secret.
 */
export class FileKeystore implements Keystore {
  readonly description: string;
  private readonly keyPath: string;

  constructor(private readonly options: FileKeystoreOptions) {
    this.description = join(options.folder, 'wallet.json');
    this.keyPath = join(options.folder, 'wallet.key');
  }

  async load(): Promise<Result<StoredWallet | undefined, KeystoreRefusal>> {
    const content = await this.read();
    if (!content.ok) return content;
    return accepted(content.value && storedWallet(content.value.head));
  }

  async create({ publicKey, secret, password }: NewWallet): Promise<Result<StoredWallet, KeystoreRefusal>> {
    const existing = await this.read();
    if (!existing.ok) return existing;
    if (existing.value !== undefined) return refused({ code: 'wallet-exists' });
    try {
      const keySource: KeySource =
        password === undefined
          ? { name: 'key-file' }
          : { name: 'scrypt', salt: randomBytes(SALT_BYTES), parameters: this.options.scrypt ?? DEFAULT_SCRYPT };
      if (password === undefined) await createPrivateFile(this.keyPath, newKeyFile());
      const key = await this.encryptionKey(keySource, password);
      if (!key.ok) return key;
      const head: KeystoreHead = { ...this.networkFields(publicKey), publicKey, keySource };
      const text = formatKeystore({ head, sealed: sealSecret(key.value, secret, boundText(head)) });
      key.value.fill(0);
      if (!(await createPrivateFile(this.description, text))) return refused({ code: 'wallet-exists' });
      return accepted(storedWallet(head));
    } catch (error) {
      return refused({ code: 'keystore-unwritable', where: this.description, reason: errnoOf(error) });
    }
  }

  async open(password: string | undefined): Promise<Result<Uint8Array, KeystoreRefusal>> {
    const content = await this.read();
    if (!content.ok) return content;
    if (content.value === undefined) return refused({ code: 'wallet-missing' });
    const { head, sealed } = content.value;
    if (storedWallet(head).encrypted !== (password !== undefined)) return refused({ code: 'wallet-password-wrong' });
    const key = await this.encryptionKey(head.keySource, password);
    if (!key.ok) return key;
    const secret = openSecret(key.value, sealed, boundText(head));
    key.value.fill(0);
    if (secret !== undefined) return accepted(secret);
    if (password !== undefined) return refused({ code: 'wallet-password-wrong' });
    return this.damaged(`${basename(this.keyPath)} is not the key that it was made with`);
  }

  /** The file's content, checked but for its secret; undefined when there is no file. */
  private async read(): Promise<Result<KeystoreContent | undefined, KeystoreRefusal>> {
    const where = this.description;
    let file: Awaited<ReturnType<typeof readPrivateFile>>;
    try {
      file = await readPrivateFile(where, MAX_KEYSTORE_BYTES);
    } catch (error) {
      return refused({ code: 'keystore-unreadable', where, reason: errnoOf(error) });
    }
    if (file === undefined) return accepted(undefined);
    if (file === 'too-long') return this.damaged('it is too long');
    const parsed = parseKeystore(file.text);
    if (parsed.kind === 'damaged') return this.damaged(parsed.detail);
    if (parsed.kind === 'unknown-version') {
      return refused({ code: 'keystore-version-unknown', where, version: parsed.version });
    }
    const { head } = parsed.content;
    const expected = this.networkFields(head.publicKey);
    if (head.genesisHash !== expected.genesisHash) {
      const [wanted, actual] = [nameOf(expected), nameOf(head)];
      return refused({ code: 'keystore-wrong-network', where, expected: wanted, actual });
    }
    if (head.address !== expected.address) return this.damaged('its address is not that of its public key');
    return accepted(parsed.content);
  }

  private async encryptionKey(
    source: KeySource,
    password: string | undefined,
  ): Promise<Result<Uint8Array, KeystoreRefusal>> {
    if (source.name === 'scrypt') {
      return accepted(await deriveEncryptionKey(password ?? '', source.salt, source.parameters));
    }
    let file: Awaited<ReturnType<typeof readPrivateFile>>;
    try {
      file = await readPrivateFile(this.keyPath, MAX_KEY_FILE_BYTES);
    } catch (error) {
      return refused({ code: 'keystore-unreadable', where: this.keyPath, reason: errnoOf(error) });
    }
    if (file === undefined) return this.damaged(`its key is missing: ${this.keyPath}`);
    const hex = file === 'too-long' ? '' : file.text.trim();
    if (!isHex(hex, ENCRYPTION_KEY_BYTES)) return this.damaged(`${basename(this.keyPath)} holds no key`);
    return accepted(fromHex(hex));
  }

  private networkFields(publicKey: Uint8Array): Pick<KeystoreHead, 'network' | 'genesisHash' | 'address'> {
    const { parameters, genesisHash } = this.options.network;
    const address = encodeAddress(parameters.addressPrefix, accountOf(publicKey));
    return { network: parameters.name, genesisHash, address };
  }

  private damaged(detail: string): Result<never, KeystoreRefusal> {
    return refused({ code: 'keystore-damaged', where: this.description, detail });
  }
}

function storedWallet({ publicKey, keySource }: KeystoreHead): StoredWallet {
  return { publicKey, encrypted: keySource.name === 'scrypt' };
}

function newKeyFile(): string {
  return `${randomBytes(ENCRYPTION_KEY_BYTES).toString('hex')}\n`;
}

function nameOf({ network, genesisHash }: Pick<KeystoreHead, 'network' | 'genesisHash'>): string {
  return `${network} (genesis ${genesisHash})`;
}
