import { accepted, type Result, refused } from '#domain/primitives/result';
import type { KeystoreRefusal } from '#domain/wallet/keystore.errors';
import type { Keystore, StoredWallet } from '#domain/wallet/keystore.port';

/** A keystore whose files cannot be used, or, with `keystore-unwritable`, not be made. */
export class RefusingKeystore implements Keystore {
  readonly description = 'test';

  constructor(private readonly refusal: KeystoreRefusal) {}

  async load(): Promise<Result<StoredWallet | undefined, KeystoreRefusal>> {
    return this.refusal.code === 'keystore-unwritable' ? accepted(undefined) : refused(this.refusal);
  }

  async create(): Promise<Result<StoredWallet, KeystoreRefusal>> {
    return refused(this.refusal);
  }

  async open(): Promise<Result<Uint8Array, KeystoreRefusal>> {
    return refused(this.refusal);
  }
}
