import type { AccountState } from '#domain/ledger/account-state';
import type { AccountStates } from '#domain/ledger/ledger-view';
import type { Crumbs } from '#domain/primitives/crumbs';
import { invariant } from '#domain/primitives/invariant';
import { ACCOUNT_BYTES, type AccountId } from '#domain/transaction/account';

/** Account 20, exists 1, balance 8, nonce 8. */
const RECORD_BYTES = 37;
const TWO_32 = 0x1_0000_0000;

/** The journal's form of account states: records in the map's order, numbers little-endian. */
export function encodeAccounts(states: AccountStates): Buffer {
  const bytes = Buffer.alloc(states.size * RECORD_BYTES);
  let offset = 0;
  for (const [account, state] of states) {
    invariant(bytes.write(account, offset, ACCOUNT_BYTES, 'hex') === ACCOUNT_BYTES, 'an account is 20 bytes of hex');
    if (state !== undefined) {
      bytes[offset + 20] = 1;
      writeNumber(bytes, offset + 21, state.balance);
      writeNumber(bytes, offset + 29, state.nonce);
    }
    offset += RECORD_BYTES;
  }
  return bytes;
}

/** Throws on bytes that {@link encodeAccounts} did not make: a damaged store. */
export function* decodeAccounts(bytes: Buffer): Generator<[AccountId, AccountState | undefined]> {
  invariant(bytes.length % RECORD_BYTES === 0, 'an account journal consists of whole records');
  for (let offset = 0; offset < bytes.length; offset += RECORD_BYTES) {
    const account = bytes.toString('hex', offset, offset + ACCOUNT_BYTES) as AccountId;
    const balance = readNumber(bytes, offset + 21) as Crumbs;
    yield [account, bytes[offset + 20] === 1 ? { balance, nonce: readNumber(bytes, offset + 29) } : undefined];
  }
}

function writeNumber(bytes: Buffer, offset: number, value: number): void {
  bytes.writeUInt32LE(value % TWO_32, offset);
  bytes.writeUInt32LE(Math.floor(value / TWO_32), offset + 4);
}

function readNumber(bytes: Buffer, offset: number): number {
  return bytes.readUInt32LE(offset + 4) * TWO_32 + bytes.readUInt32LE(offset);
}
