import { prefixOf } from '../lib/address.ts';
import { type ApiError, asApiError } from '../lib/api-error.ts';
import type { Wallet } from '../lib/api-types.ts';
import { api } from './session.svelte.ts';

export type WalletPhase = 'loading' | 'no-token' | 'missing' | 'ready' | 'error';

/** The wallet that lives on the peer. The page never holds a key: only addresses, balances, and words shown once. */
class WalletState {
  phase = $state<WalletPhase>('loading');
  value = $state.raw<Wallet | undefined>();
  error = $state.raw<ApiError | undefined>();
  /** The secret words of the wallet just made, until the person has proved to have noted them. Only in memory. */
  words = $state.raw<readonly string[] | undefined>();

  /** The readable part of our address, which names the network; undefined until there is a wallet. */
  get prefix(): string | undefined {
    return this.value === undefined ? undefined : prefixOf(this.value.address);
  }

  /** Makes a wallet, from given words or new ones; throws an ApiError with the peer's reason if it refuses. */
  async create(wish: { mnemonic?: string; password?: string }): Promise<void> {
    const created = await api.createWallet(wish);
    this.words = created.mnemonic?.split(' ');
    await this.refresh();
  }

  /** Reads the wallet anew. `onlyIfThere` skips peers not known to have one, so that not every turn is a 404. */
  async refresh(onlyIfThere = false): Promise<void> {
    if (onlyIfThere && this.phase !== 'ready' && this.phase !== 'error') return;
    try {
      this.value = await api.wallet();
      this.phase = 'ready';
      this.error = undefined;
    } catch (thrown) {
      const error = asApiError(thrown);
      this.error = error;
      if (error.status === 404) this.phase = 'missing';
      else if (error.status === 401) this.phase = 'no-token';
      else if (this.value === undefined) this.phase = 'error';
    }
  }
}

export const wallet = new WalletState();
