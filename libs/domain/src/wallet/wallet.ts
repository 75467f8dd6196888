import type { Network } from '../network-params/network.ts';
import { equalBytes } from '../primitives/bytes.ts';
import type { Clock } from '../primitives/clock.port.ts';
import type { Log } from '../primitives/log.port.ts';
import type { Random } from '../primitives/random.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { SerialQueue } from '../primitives/serial-queue.ts';
import { accountOf } from '../transaction/account.ts';
import { encodeAddress } from '../transaction/address.ts';
import type { Transaction } from '../transaction/transaction.ts';
import { deriveWalletKey } from './derive-key.ts';
import { KeyHolder } from './key-holder.ts';
import type { KeystoreRefusal } from './keystore.errors.ts';
import type { Keystore, StoredWallet } from './keystore.port.ts';
import { generateEntropy, isEntropy, mnemonicOf, parseMnemonic } from './mnemonic.ts';
import { normalisePassword } from './password.ts';
import { signTransfer, type Transfer } from './sign-transfer.ts';
import type { WalletRefusal } from './wallet.errors.ts';
import type { WalletKey } from './wallet-key.ts';
import type { WalletIdentity, WalletStatus } from './wallet-state.ts';

export interface WalletDependencies {
  readonly network: Network;
  readonly keystore: Keystore;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** A week. Timers of every platform reach that far, and who wants longer means "until I lock it". */
export const MAX_UNLOCK_SECONDS = 604_800;

/** Each costs some tenth of a second of work: who would wait behind eight is told to come again. */
export const MAX_WAITING_CALLS = 8;

export interface NewWalletWish {
  /** Restores that wallet; a new one is made if absent. */
  readonly mnemonic?: string | undefined;
  /** 1 … 1,024 characters; without, the wallet is never locked. */
  readonly password?: string | undefined;
}

export interface CreatedWallet {
  readonly status: WalletStatus;
  /** Of a generated wallet only, and only now: whoever has it has the coins. */
  readonly mnemonic: string | undefined;
}

/**
 * The node's one wallet: a single key, m/44'/COIN'/0'/0/0. Whatever touches the keystore happens one at a time and in
 * order, so of two wallets made at once one wins, and passwords are guessed one after the other.
 */
export class Wallet {
  private readonly queue = new SerialQueue();
  private waiting = 0;
  private readonly holder: KeyHolder;

  private constructor(private readonly dependencies: WalletDependencies) {
    this.holder = new KeyHolder(dependencies.clock);
  }

  /**
   * The wallet as the keystore has it, unlocked if it needs no password. A keystore that can't be read gives a wallet
   * that refuses every call with the reason: the node goes on without.
   */
  static async open(dependencies: WalletDependencies): Promise<Wallet> {
    const wallet = new Wallet(dependencies);
    const refusal = await wallet.resume();
    if (refusal !== undefined) {
      wallet.holder.giveUp(refusal);
      const { description } = dependencies.keystore;
      dependencies.log.error('the wallet cannot be used', { code: refusal.code, keystore: description });
    }
    return wallet;
  }

  /** Address, public key and whether it is locked; known also while it is. Never a private key. */
  status(): Result<WalletStatus, WalletRefusal> {
    return this.holder.status();
  }

  /** Makes a wallet, or restores one from its mnemonic; it is unlocked until it is locked. Never overwrites one. */
  async create(wish: NewWalletWish = {}): Promise<Result<CreatedWallet, WalletRefusal>> {
    const password = wish.password === undefined ? accepted(undefined) : normalisePassword(wish.password);
    if (!password.ok) return password;
    const given = wish.mnemonic === undefined ? undefined : parseMnemonic(wish.mnemonic);
    if (given?.ok === false) return given;
    return this.inTurn(async () => {
      const present = this.holder.identity();
      if (present.ok) return refused({ code: 'wallet-exists' });
      if (present.refusal.code !== 'wallet-missing') return present;
      const secret = given?.value ?? generateEntropy(this.dependencies.random);
      const created = await this.keep(secret, password.value);
      if (!created.ok) return created;
      return accepted({ status: created.value, mnemonic: given === undefined ? mnemonicOf(secret) : undefined });
    });
  }

  /** Lets it sign for so many seconds (1 … {@link MAX_UNLOCK_SECONDS}), or until it is locked. The latest call counts. */
  async unlock(password: string, forSeconds?: number): Promise<Result<WalletStatus, WalletRefusal>> {
    const seconds = forSeconds ?? MAX_UNLOCK_SECONDS;
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > MAX_UNLOCK_SECONDS) {
      return refused({ code: 'wallet-unlock-duration', seconds, minimum: 1, maximum: MAX_UNLOCK_SECONDS });
    }
    return this.inTurn(async () => {
      const secret = await this.openWith(password);
      if (!secret.ok) return secret;
      const { entropy, identity } = secret.value;
      const key = await this.keyOf(entropy, identity.publicKey);
      if (!key.ok) return key;
      this.holder.unlock(identity, key.value, forSeconds);
      return this.status();
    });
  }

  /** Forgets the key until the next unlocking. A locked wallet stays so. Never refused for being busy. */
  lock(): Promise<Result<WalletStatus, WalletRefusal>> {
    return this.queue.run(async () => {
      const identity = this.holder.identity();
      if (!identity.ok) return identity;
      if (!identity.value.encrypted) return refused({ code: 'wallet-not-encrypted' });
      this.holder.lock();
      return this.status();
    });
  }

  /** The mnemonic, for who knows the password. It does not unlock. */
  exportMnemonic(password: string): Promise<Result<string, WalletRefusal>> {
    return this.inTurn(async () => {
      const secret = await this.openWith(password);
      return secret.ok ? accepted(mnemonicOf(secret.value.entropy)) : secret;
    });
  }

  /** Signs a transfer with the wallet's key. Its values must be in range. */
  sign(transfer: Transfer): Result<Transaction, WalletRefusal> {
    const key = this.holder.key();
    return key.ok ? accepted(signTransfer(key.value, this.dependencies.network, transfer)) : key;
  }

  /** Waits for what is being done, then forgets the key. */
  async close(): Promise<void> {
    await this.queue.idle();
    this.holder.lock();
  }

  private async inTurn<Value>(
    task: () => Promise<Result<Value, WalletRefusal>>,
  ): Promise<Result<Value, WalletRefusal>> {
    if (this.waiting >= MAX_WAITING_CALLS) return refused({ code: 'wallet-busy', maximum: MAX_WAITING_CALLS });
    this.waiting++;
    return this.queue.run(task).finally(() => this.waiting--);
  }

  /** After a start. A refusal: there is something, but it can't be used. */
  private async resume(): Promise<KeystoreRefusal | undefined> {
    const { keystore } = this.dependencies;
    const stored = await keystore.load();
    if (!stored.ok) return stored.refusal;
    if (stored.value === undefined) return undefined;
    const identity = this.identify(stored.value);
    this.holder.adopt(identity);
    if (identity.encrypted) return undefined;
    const secret = await keystore.open(undefined);
    if (!secret.ok) return secret.refusal;
    const key = await this.keyOf(secret.value, identity.publicKey);
    if (!key.ok) return key.refusal;
    this.holder.unlock(identity, key.value, undefined);
    return undefined;
  }

  private async keep(secret: Uint8Array, password: string | undefined): Promise<Result<WalletStatus, WalletRefusal>> {
    const { network, keystore, log } = this.dependencies;
    const key = await deriveWalletKey(secret, network.parameters.coinType);
    const stored = await keystore.create({ publicKey: key.publicKey, secret, password });
    if (!stored.ok) return stored;
    const identity = this.identify(stored.value);
    this.holder.unlock(identity, key, undefined);
    log.info('the wallet was made', { address: identity.address, encrypted: identity.encrypted });
    return this.status();
  }

  private async openWith(
    given: string,
  ): Promise<Result<{ readonly entropy: Uint8Array; readonly identity: WalletIdentity }, WalletRefusal>> {
    const identity = this.holder.identity();
    if (!identity.ok) return identity;
    if (!identity.value.encrypted) return refused({ code: 'wallet-not-encrypted' });
    const password = normalisePassword(given);
    if (!password.ok) return password;
    const entropy = await this.dependencies.keystore.open(password.value);
    if (!entropy.ok) {
      this.dependencies.log.warn('the wallet was not opened', { code: entropy.refusal.code });
      return entropy;
    }
    return accepted({ entropy: entropy.value, identity: identity.value });
  }

  /** The key of a secret, if it is the one that the keystore says it keeps. */
  private async keyOf(entropy: Uint8Array, publicKey: Uint8Array): Promise<Result<WalletKey, KeystoreRefusal>> {
    const { network, keystore } = this.dependencies;
    const key = isEntropy(entropy) ? await deriveWalletKey(entropy, network.parameters.coinType) : undefined;
    if (key !== undefined && equalBytes(key.publicKey, publicKey)) return accepted(key);
    const detail = 'its secret is not that of its public key';
    return refused({ code: 'keystore-damaged', where: keystore.description, detail });
  }

  private identify({ publicKey, encrypted }: StoredWallet): WalletIdentity {
    const account = accountOf(publicKey);
    const address = encodeAddress(this.dependencies.network.parameters.addressPrefix, account);
    return { publicKey, account, address, encrypted };
  }
}
