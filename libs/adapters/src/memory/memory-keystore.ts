import { accepted, type Result, refused } from '#domain/primitives/result';
import type { KeystoreRefusal } from '#domain/wallet/keystore.errors';
import type { Keystore, NewWallet, StoredWallet } from '#domain/wallet/keystore.port';

/** Keeps a wallet in memory, for tests and simulation: a restart is handing it to another wallet. */
export class MemoryKeystore implements Keystore {
  readonly description = 'memory';
  private kept: NewWallet | undefined;

  async load(): Promise<Result<StoredWallet | undefined, KeystoreRefusal>> {
    return accepted(this.kept && { publicKey: this.kept.publicKey, encrypted: this.kept.password !== undefined });
  }

  async create({ publicKey, secret, password }: NewWallet): Promise<Result<StoredWallet, KeystoreRefusal>> {
    if (this.kept !== undefined) return refused({ code: 'wallet-exists' });
    this.kept = { publicKey: publicKey.slice(), secret: secret.slice(), password };
    return accepted({ publicKey: this.kept.publicKey, encrypted: password !== undefined });
  }

  async open(password: string | undefined): Promise<Result<Uint8Array, KeystoreRefusal>> {
    if (this.kept === undefined) return refused({ code: 'wallet-missing' });
    if (this.kept.password !== password) return refused({ code: 'wallet-password-wrong' });
    return accepted(this.kept.secret.slice());
  }
}
