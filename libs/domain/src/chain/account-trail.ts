import type { Block } from '../block/block.ts';
import type { AccountState } from '../ledger/account-state.ts';
import { accountsTouched, type ConnectContext, connectBlock } from '../ledger/connect-block.ts';
import { type AccountStates, LedgerView } from '../ledger/ledger-view.ts';
import { decodeUndo, type Undo } from '../ledger/undo.ts';
import type { Network } from '../network-params/network.ts';
import { InvariantError } from '../primitives/invariant.ts';
import type { AccountId } from '../transaction/account.ts';
import type { ChainFault } from './chain-fault.errors.ts';
import type { ChainStore } from './chain-store.port.ts';

/**
 * Follows the accounts from the tip downwards: what a block's undo data says was before, connected with the block, has
 * to be what came after. So the accounts of the last blocks, or in the end all of them, are proven by blocks without
 * writing anything. Keeps one state for each account that it has met: 250 MB for a million of them.
 */
export class AccountTrail {
  /** As they stand after the block that is looked at next, where a higher one has touched them. */
  private readonly later = new Map<AccountId, AccountState | undefined>();
  private isLost = false;

  constructor(private readonly store: Pick<ChainStore, 'accounts' | 'accountTotals'>) {}

  /** The trail ends where undo data is missing. */
  lose(): void {
    this.isLost = true;
  }

  /** Looks at the next block downwards; without its body only the trail is followed. */
  async check(
    height: number,
    undoBytes: Uint8Array,
    block: Block | undefined,
    context: ConnectContext | undefined,
  ): Promise<ChainFault | undefined> {
    if (this.isLost) return undefined;
    const undo = readUndo(undoBytes);
    const after =
      undo === undefined || block === undefined || context === undefined ? undefined : redo(undo, block, context);
    if (undo === undefined || after === 'disagrees') {
      this.lose();
      const detail = undo === undefined ? 'it is no undo data' : 'the block does not follow from it';
      return { code: 'chain-fault-undo', height, detail };
    }
    const wrong = after === undefined ? undefined : await this.firstWrong(after);
    for (const [account, state] of undo) this.later.set(account, state);
    return wrong === undefined ? undefined : { code: 'chain-fault-account', height, account: wrong };
  }

  /** After the last block: all accounts have to be the network's allocations, and no others may be there. */
  async checkGenesis({ allocations }: Network): Promise<ChainFault | undefined> {
    if (this.isLost) return undefined;
    const before = new Map(this.later);
    for (const { account, amount } of allocations) {
      if (!this.later.has(account)) this.later.set(account, (await this.store.accounts([account])).get(account));
      const state = this.later.get(account);
      if (state?.balance !== amount || state.nonce !== 0) return { code: 'chain-fault-account', height: 0, account };
      before.delete(account);
    }
    for (const [account, state] of before)
      if (state !== undefined) return { code: 'chain-fault-account', height: 0, account };
    const { accounts } = await this.store.accountTotals();
    if (accounts === this.later.size) return undefined;
    return {
      code: 'chain-fault-account',
      height: 0,
      account: `of ${accounts}, ${accounts - this.later.size} too many`,
    };
  }

  private async firstWrong(after: AccountStates): Promise<AccountId | undefined> {
    const unknown = [...after.keys()].filter((account) => !this.later.has(account));
    const stored = await this.store.accounts(unknown);
    for (const [account, state] of after) {
      const found = this.later.has(account) ? this.later.get(account) : stored.get(account);
      if (found?.balance !== state?.balance || found?.nonce !== state?.nonce) return account;
    }
    return undefined;
  }
}

function readUndo(bytes: Uint8Array): Undo | undefined {
  try {
    return decodeUndo(bytes);
  } catch (error) {
    if (error instanceof InvariantError) return undefined;
    throw error;
  }
}

/** The accounts after the block, connected to what its undo data says was before. */
function redo(undo: Undo, block: Block, context: ConnectContext): AccountStates | 'disagrees' {
  const view = new LedgerView();
  view.load(new Map([...accountsTouched(block, context.matured)].map((account) => [account, undo.get(account)])));
  try {
    const again = connectBlock(view, block, context);
    if (!again.ok || again.value.size !== undo.size) return 'disagrees';
    return [...again.value.keys()].every((account) => undo.has(account)) ? view.changes() : 'disagrees';
  } catch (error) {
    if (error instanceof InvariantError) return 'disagrees';
    throw error;
  }
}
