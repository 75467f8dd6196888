import { concatBytes, readUint32, readUint64, writeUint32, writeUint64 } from '../primitives/bytes.ts';
import { type Crumbs, isCrumbs } from '../primitives/crumbs.ts';
import type { EncodingRefusal } from '../primitives/encoding.errors.ts';
import { type Hash, hashFromBytes, hashToBytes, sha256, sha256d, tagPrefix, ZERO_HASH } from '../primitives/hash.ts';
import { invariant } from '../primitives/invariant.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { type AccountId, accountFromBytes, accountOf, accountToBytes } from './account.ts';

export const TRANSACTION_VERSION = 1;
export const PUBLIC_KEY_BYTES = 33;
export const SIGNATURE_BYTES = 64;
export const MAX_MEMO_BYTES = 256;

/** The fixed part of a body: version 1, chainId 4, sender 33, nonce 8, recipient 20, amount 8, fee 8, offset 4. */
const BODY_FIXED_BYTES = 86;
/** The fixed part of a transaction: the body's offset 4, signature 64. */
const TRANSACTION_FIXED_BYTES = 68;
export const MIN_TRANSACTION_BYTES = TRANSACTION_FIXED_BYTES + BODY_FIXED_BYTES;
export const MAX_TRANSACTION_BYTES = MIN_TRANSACTION_BYTES + MAX_MEMO_BYTES;

/** What a sender signs: this many crumbs from me to this account, as my nonce-th payment on this chain. */
export interface TransactionBody {
  readonly version: number;
  /** uint32: the first four bytes of the genesis hash. */
  readonly chainId: number;
  /** Compressed public key, 33 bytes. */
  readonly sender: Uint8Array;
  /** How many transactions of the sender are confirmed before this one: 0, 1, 2 … */
  readonly nonce: number;
  readonly recipient: AccountId;
  readonly amount: Crumbs;
  readonly fee: Crumbs;
  /** 0 … 256 bytes, free. */
  readonly memo: Uint8Array;
}

/**
 * A signed transfer, over its canonical bytes: SSZ of {body: variable, signature: Bytes64}. Fields are read from
 * the bytes when asked for; hashes are computed once. Made by {@link decodeTransaction} or {@link assembleTransaction}.
 */
export class Transaction implements TransactionBody {
  private knownIdBytes: Uint8Array | undefined;
  private knownId: Hash | undefined;
  private knownSenderAccount: AccountId | undefined;
  private knownRecipient: AccountId | undefined;

  constructor(
    readonly bytes: Uint8Array,
    readonly nonce: number,
    readonly amount: Crumbs,
    readonly fee: Crumbs,
  ) {}

  get version(): number {
    return this.bytes[TRANSACTION_FIXED_BYTES] as number;
  }

  get chainId(): number {
    return readUint32(this.bytes, TRANSACTION_FIXED_BYTES + 1);
  }

  get sender(): Uint8Array {
    return this.bytes.subarray(TRANSACTION_FIXED_BYTES + 5, TRANSACTION_FIXED_BYTES + 38);
  }

  /** The account of the sender's key. */
  get senderAccount(): AccountId {
    this.knownSenderAccount ??= accountOf(this.sender);
    return this.knownSenderAccount;
  }

  get recipient(): AccountId {
    this.knownRecipient ??= accountFromBytes(
      this.bytes.subarray(TRANSACTION_FIXED_BYTES + 46, TRANSACTION_FIXED_BYTES + 66),
    );
    return this.knownRecipient;
  }

  get memo(): Uint8Array {
    return this.bytes.subarray(MIN_TRANSACTION_BYTES);
  }

  get signature(): Uint8Array {
    return this.bytes.subarray(4, TRANSACTION_FIXED_BYTES);
  }

  /** SSZ of the body alone: what is signed. */
  get bodyBytes(): Uint8Array {
    return this.bytes.subarray(TRANSACTION_FIXED_BYTES);
  }

  /** The id in internal order, 32 bytes: sha256d of all bytes, signature included. */
  get idBytes(): Uint8Array {
    this.knownIdBytes ??= sha256d(this.bytes);
    return this.knownIdBytes;
  }

  get id(): Hash {
    this.knownId ??= hashFromBytes(this.idBytes);
    return this.knownId;
  }

  /** Computes what is computed once, now: the id and the sender's account. */
  hashAhead(): void {
    void this.id;
    void this.senderAccount;
  }
}

/** Reads a transaction from exactly its bytes, which it keeps (no copy). Refuses every form but the canonical one. */
export function decodeTransaction(bytes: Uint8Array): Result<Transaction, EncodingRefusal> {
  const length = bytes.length;
  if (length < MIN_TRANSACTION_BYTES || length > MAX_TRANSACTION_BYTES) {
    const [minimum, maximum] = [MIN_TRANSACTION_BYTES, MAX_TRANSACTION_BYTES];
    return refused({ code: 'encoding-length', type: 'Transaction', length, minimum, maximum });
  }
  const bodyOffset = readUint32(bytes, 0);
  if (bodyOffset !== TRANSACTION_FIXED_BYTES) {
    return refused(wrongOffset('body', bodyOffset, TRANSACTION_FIXED_BYTES));
  }
  const memoOffset = readUint32(bytes, MIN_TRANSACTION_BYTES - 4);
  if (memoOffset !== BODY_FIXED_BYTES) return refused(wrongOffset('memo', memoOffset, BODY_FIXED_BYTES));
  const nonce = readUint64(bytes, TRANSACTION_FIXED_BYTES + 38);
  if (nonce === undefined) return refused(tooLarge('nonce'));
  const amount = readUint64(bytes, TRANSACTION_FIXED_BYTES + 66);
  if (amount === undefined) return refused(tooLarge('amount'));
  const fee = readUint64(bytes, TRANSACTION_FIXED_BYTES + 74);
  if (fee === undefined) return refused(tooLarge('fee'));
  return accepted(new Transaction(bytes, nonce, amount as Crumbs, fee as Crumbs));
}

/** SSZ of a body. Its values must be in range: what comes from outside is checked before. */
export function encodeTransactionBody(body: TransactionBody): Uint8Array {
  invariant(body.sender.length === PUBLIC_KEY_BYTES, 'a sender has 33 bytes');
  invariant(body.memo.length <= MAX_MEMO_BYTES, 'a memo has at most 256 bytes');
  invariant(Number.isInteger(body.chainId) && body.chainId === body.chainId >>> 0, 'chainId is a uint32');
  invariant(Number.isInteger(body.version) && body.version >= 0 && body.version < 256, 'version is a uint8');
  invariant(isCrumbs(body.nonce) && isCrumbs(body.amount) && isCrumbs(body.fee), 'numbers are below 2^53');
  const bytes = new Uint8Array(BODY_FIXED_BYTES + body.memo.length);
  bytes[0] = body.version;
  writeUint32(bytes, 1, body.chainId);
  bytes.set(body.sender, 5);
  writeUint64(bytes, 38, body.nonce);
  bytes.set(accountToBytes(body.recipient), 46);
  writeUint64(bytes, 66, body.amount);
  writeUint64(bytes, 74, body.fee);
  writeUint32(bytes, 82, BODY_FIXED_BYTES);
  bytes.set(body.memo, BODY_FIXED_BYTES);
  return bytes;
}

/** A transaction of a body's bytes and the signature over them (64 bytes). */
export function assembleTransaction(bodyBytes: Uint8Array, signature: Uint8Array): Transaction {
  invariant(signature.length === SIGNATURE_BYTES, 'a signature has 64 bytes');
  const bytes = new Uint8Array(TRANSACTION_FIXED_BYTES + bodyBytes.length);
  writeUint32(bytes, 0, TRANSACTION_FIXED_BYTES);
  bytes.set(signature, 4);
  bytes.set(bodyBytes, TRANSACTION_FIXED_BYTES);
  const decoded = decodeTransaction(bytes);
  invariant(decoded.ok, 'an assembled transaction is canonical');
  return decoded.value;
}

/**
 * The ECDSA digest of a body: it binds the signature to one chain by its whole genesis hash, since two networks
 * with one chainId are easily made.
 */
export function transactionDigest(genesisHash: Hash, bodyBytes: Uint8Array): Uint8Array {
  if (latestMessage.genesisHash !== genesisHash) latestMessage = signedMessage(genesisHash);
  const { bytes, prefixBytes } = latestMessage;
  const end = prefixBytes + bodyBytes.length;
  invariant(end <= bytes.length, 'a body is no longer than the longest');
  bytes.set(bodyBytes, prefixBytes);
  return sha256(bytes.subarray(0, end));
}

/** What is hashed to be signed on a chain: the tag's prefix and the genesis hash, and room for a body behind them. */
interface SignedMessage {
  readonly genesisHash: Hash;
  readonly bytes: Uint8Array;
  readonly prefixBytes: number;
}

/** A node has one chain, so the message of the last one asked for is nearly always the one needed. */
let latestMessage = signedMessage(ZERO_HASH);

function signedMessage(genesisHash: Hash): SignedMessage {
  const prefix = concatBytes(tagPrefix('cheesechain/transaction'), hashToBytes(genesisHash));
  const bytes = new Uint8Array(prefix.length + BODY_FIXED_BYTES + MAX_MEMO_BYTES);
  bytes.set(prefix);
  return { genesisHash, bytes, prefixBytes: prefix.length };
}

function wrongOffset(field: string, offset: number, expected: number): EncodingRefusal {
  return { code: 'encoding-offset', type: 'Transaction', field, offset, expected };
}

function tooLarge(field: string): EncodingRefusal {
  return { code: 'encoding-number-too-large', type: 'Transaction', field };
}
