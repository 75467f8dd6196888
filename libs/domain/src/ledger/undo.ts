import { readUint64, writeHex, writeUint64 } from '../primitives/bytes.ts';
import type { Crumbs } from '../primitives/crumbs.ts';
import { invariant } from '../primitives/invariant.ts';
import { type AccountId, accountFromBytes } from '../transaction/account.ts';
import type { AccountState } from './account-state.ts';
import type { AccountStates, LedgerView } from './ledger-view.ts';

/** Account 20, existed 1, balance 8, nonce 8. */
const RECORD_BYTES = 37;

/** How every account that a block touched stood before it: what undoing the block restores. */
export type Undo = AccountStates;

/** Our own storage format: records in the order the block touched the accounts. */
export function encodeUndo(undo: Undo): Uint8Array {
  const bytes = new Uint8Array(undo.size * RECORD_BYTES);
  let offset = 0;
  for (const [account, state] of undo) {
    writeHex(bytes, offset, account);
    if (state !== undefined) {
      bytes[offset + 20] = 1;
      writeUint64(bytes, offset + 21, state.balance);
      writeUint64(bytes, offset + 29, state.nonce);
    }
    offset += RECORD_BYTES;
  }
  return bytes;
}

/** Throws on bytes that {@link encodeUndo} did not make: a damaged store. */
export function decodeUndo(bytes: Uint8Array): Undo {
  invariant(bytes.length % RECORD_BYTES === 0, 'undo data consists of whole records');
  const undo = new Map<AccountId, AccountState | undefined>();
  for (let offset = 0; offset < bytes.length; offset += RECORD_BYTES) {
    const account = accountFromBytes(bytes.subarray(offset, offset + 20));
    const balance = readUint64(bytes, offset + 21);
    const nonce = readUint64(bytes, offset + 29);
    const existed = bytes[offset + 20] as number;
    invariant(balance !== undefined && nonce !== undefined, 'undo data holds amounts below 2^53');
    invariant(existed <= 1, 'in undo data an account exists or does not');
    invariant(existed === 1 || (balance === 0 && nonce === 0), 'in undo data an account that is none has nothing');
    undo.set(account, existed === 1 ? { balance: balance as Crumbs, nonce } : undefined);
  }
  return undo;
}

/** Puts every touched account back, the reverse of connecting the block. Its accounts must be loaded. */
export function disconnectBlock(view: LedgerView, undo: Undo): void {
  for (const [account, state] of undo) view.set(account, state);
}
