import type { Clock, Timer } from '../primitives/clock.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import type { KeystoreRefusal } from './keystore.errors.ts';
import type { WalletRefusal } from './wallet.errors.ts';
import type { WalletKey } from './wallet-key.ts';
import type { WalletIdentity, WalletState, WalletStatus } from './wallet-state.ts';

/**
 * Holds the wallet's state, and its key for as long as it is unlocked; wipes the key when that ends: when the time has
 * passed, or when the clock says so, whichever comes first. A machine that slept wakes with a wallet that is locked,
 * and a clock that is set back leaves none open.
 */
export class KeyHolder {
  private state: WalletState = { kind: 'missing' };
  private relock: Timer | undefined;

  constructor(private readonly clock: Clock) {}

  /** The status, or why there is none. */
  status(): Result<WalletStatus, WalletRefusal> {
    this.lockIfOver();
    const identity = this.identity();
    if (!identity.ok) return identity;
    const unlockedUntilMs = this.state.kind === 'unlocked' ? this.state.untilMs : undefined;
    return accepted({ ...identity.value, locked: this.state.kind === 'locked', unlockedUntilMs });
  }

  /** Who the wallet is, or why that isn't known. */
  identity(): Result<WalletIdentity, WalletRefusal> {
    const { state } = this;
    if (state.kind === 'missing') return refused({ code: 'wallet-missing' });
    return state.kind === 'unusable' ? refused(state.refusal) : accepted(state.identity);
  }

  /** The key, or why it is not at hand. */
  key(): Result<WalletKey, WalletRefusal> {
    this.lockIfOver();
    if (this.state.kind === 'unlocked') return accepted(this.state.key);
    const identity = this.identity();
    return identity.ok ? refused({ code: 'wallet-locked' }) : identity;
  }

  /** Takes the key for so many seconds, or until it is told otherwise; an earlier key and its end are forgotten. */
  unlock(identity: WalletIdentity, key: WalletKey, forSeconds: number | undefined): void {
    this.forget();
    const untilMs = forSeconds === undefined ? undefined : this.clock.nowMs() + forSeconds * 1000;
    this.state = { kind: 'unlocked', identity, key, untilMs };
    if (forSeconds !== undefined) this.relock = this.clock.setTimer(forSeconds * 1000, () => this.lock());
  }

  /** A wallet that is there, and locked. */
  adopt(identity: WalletIdentity): void {
    this.forget();
    this.state = { kind: 'locked', identity };
  }

  /** Forgets the key, if there is one. */
  lock(): void {
    if (this.state.kind === 'unlocked') this.adopt(this.state.identity);
  }

  /** From now on every call is refused with this. */
  giveUp(refusal: KeystoreRefusal): void {
    this.forget();
    this.state = { kind: 'unusable', refusal };
  }

  private lockIfOver(): void {
    if (this.state.kind === 'unlocked' && this.clock.nowMs() >= (this.state.untilMs ?? Number.POSITIVE_INFINITY)) {
      this.lock();
    }
  }

  private forget(): void {
    this.relock?.cancel();
    this.relock = undefined;
    if (this.state.kind === 'unlocked') this.state.key.wipe();
  }
}
