import fc from 'fast-check';
import { testKey } from '#test/keys';
import { mutationsOf } from '#test/mutations';
import { testNetwork } from '#test/network';
import { sszTransaction, sszTransactionBody } from '#test/ssz-types';
import { testTransfer } from '#test/transfer';
import { equalBytes, toHex, writeUint32 } from '../primitives/bytes.ts';
import type { Crumbs } from '../primitives/crumbs.ts';
import { type Hash, hashFromBytes, sha256d } from '../primitives/hash.ts';
import { accountFromBytes, accountOf, accountToBytes } from './account.ts';
import {
  assembleTransaction,
  decodeTransaction,
  encodeTransactionBody,
  MAX_TRANSACTION_BYTES,
  MIN_TRANSACTION_BYTES,
  type TransactionBody,
  transactionDigest,
} from './transaction.ts';

const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const number = fc.maxSafeNat() as fc.Arbitrary<Crumbs>;

const bodies: fc.Arbitrary<TransactionBody> = fc.record({
  version: fc.integer({ min: 0, max: 255 }),
  chainId: fc.integer({ min: 0, max: 0xffff_ffff }),
  sender: bytesOf(33),
  nonce: number,
  recipient: bytesOf(20).map(accountFromBytes),
  amount: number,
  fee: number,
  memo: fc.uint8Array({ maxLength: 256 }),
});

const transactions = fc
  .tuple(bodies, bytesOf(64))
  .map(([body, signature]) => ({ body, signature, made: assembleTransaction(encodeTransactionBody(body), signature) }));

/** The same value for the reference library. */
function sszOf(body: TransactionBody) {
  return {
    ...body,
    nonce: BigInt(body.nonce),
    recipient: accountToBytes(body.recipient),
    amount: BigInt(body.amount),
    fee: BigInt(body.fee),
  };
}

/** What the reference library makes of the bytes, if they are its one form of a value with numbers below 2^53. */
function referenceAccepts(bytes: Uint8Array): boolean {
  try {
    const value = sszTransaction.deserialize(bytes);
    const { nonce, amount, fee } = value.body;
    if ([nonce, amount, fee].some((each) => each >= 1n << 53n)) return false;
    return equalBytes(sszTransaction.serialize(value), bytes);
  } catch {
    return false;
  }
}

function refusalOf(bytes: Uint8Array) {
  const decoded = decodeTransaction(bytes);
  return decoded.ok ? undefined : decoded.refusal;
}

const plain = testTransfer(testNetwork(), { from: 0, to: 1, nonce: 3, amount: 5, fee: 2, memo: 'for the cheese' });

describe('the bytes of a transaction', () => {
  it('are those of the reference library, for every value', () => {
    fc.assert(
      fc.property(transactions, ({ body, signature, made }) => {
        expect(toHex(encodeTransactionBody(body))).toBe(toHex(sszTransactionBody.serialize(sszOf(body))));
        expect(toHex(made.bytes)).toBe(toHex(sszTransaction.serialize({ body: sszOf(body), signature })));
      }),
    );
  });

  it('give every field back', () => {
    fc.assert(
      fc.property(transactions, ({ body, signature, made }) => {
        const decoded = decodeTransaction(made.bytes);
        if (!decoded.ok) throw new Error(decoded.refusal.code);
        const { version, chainId, sender, nonce, recipient, amount, fee, memo } = decoded.value;
        expect({ version, chainId, sender, nonce, recipient, amount, fee, memo }).toEqual(body);
        expect(decoded.value.signature).toEqual(signature);
        expect(decoded.value.bytes).toEqual(made.bytes);
        expect(decoded.value.senderAccount).toBe(accountOf(body.sender));
      }),
    );
  });

  it('are refused, however damaged, exactly when the reference library refuses them', () => {
    let accepted = 0;
    fc.assert(
      fc.property(mutationsOf(transactions.map(({ made }) => made.bytes)), (bytes) => {
        const decoded = decodeTransaction(bytes);
        expect(decoded.ok).toBe(referenceAccepts(bytes));
        if (!decoded.ok) return;
        accepted++;
        expect(decoded.value.bytes).toEqual(bytes);
      }),
      { numRuns: 2_000 },
    );
    // A damage within a fixed field gives another canonical transaction: both answers have been seen.
    expect(accepted).toBeGreaterThan(100);
  });

  it('may not be fewer or more than a transaction can have', () => {
    const longest = assembleTransaction(
      encodeTransactionBody({ ...fieldsOf(), memo: new Uint8Array(256) }),
      plain.signature,
    ).bytes;
    expect([longest.length, MIN_TRANSACTION_BYTES]).toEqual([MAX_TRANSACTION_BYTES, 154]);
    for (const length of [0, 1, MIN_TRANSACTION_BYTES - 1, MAX_TRANSACTION_BYTES + 1]) {
      const bytes = Uint8Array.of(...longest, 0).subarray(0, length);
      expect(refusalOf(bytes)).toMatchObject({ code: 'encoding-length', length, minimum: 154, maximum: 410 });
    }
  });

  it('have their parts at the one place where they belong', () => {
    for (const [field, at, offset] of [
      ['body', 0, 69],
      ['body', 0, 0],
      ['memo', 150, 85],
      ['memo', 150, 87],
      ['memo', 150, 0xffffffff],
    ] as const) {
      const bytes = plain.bytes.slice();
      writeUint32(bytes, at, offset);
      expect(refusalOf(bytes)).toMatchObject({ code: 'encoding-offset', type: 'Transaction', field, offset });
    }
  });

  it.each([
    ['nonce', 68 + 38],
    ['amount', 68 + 66],
    ['fee', 68 + 74],
  ])('are refused when the %s reaches 2^53, and not below', (field, at) => {
    const bytes = plain.bytes.slice();
    bytes.fill(0xff, at, at + 6);
    bytes.set([0x1f, 0], at + 6);
    expect(refusalOf(bytes)).toBeUndefined();
    bytes.set([0x20, 0], at + 6);
    expect(refusalOf(bytes)).toEqual({ code: 'encoding-number-too-large', type: 'Transaction', field });
    bytes.set([0, 0x80], at + 6);
    expect(refusalOf(bytes)).toEqual({ code: 'encoding-number-too-large', type: 'Transaction', field });
  });

  it('are never 64, so that no merkle leaf passes for an inner node', () => {
    expect(MIN_TRANSACTION_BYTES).toBeGreaterThan(64);
  });
});

describe('a transaction', () => {
  it('has the hash of all its bytes for an id, signature included', () => {
    expect(plain.id).toBe(hashFromBytes(sha256d(plain.bytes)));
    const bytes = plain.bytes.slice();
    bytes[10] = (bytes[10] as number) ^ 1;
    const other = decodeTransaction(bytes);
    expect(other.ok && other.value.id).not.toBe(plain.id);
    expect(other.ok && other.value.bodyBytes).toEqual(plain.bodyBytes);
  });

  it('is signed over a digest of its own for each chain and each body', () => {
    const chains = ['00'.repeat(32), '00'.repeat(31).concat('01')] as Hash[];
    const digests = chains.map((chain) => toHex(transactionDigest(chain, plain.bodyBytes)));
    const other = testTransfer(testNetwork(), { from: 0, to: 1, nonce: 4, amount: 5, fee: 2, memo: 'for the cheese' });
    digests.push(toHex(transactionDigest(chains[0] as Hash, other.bodyBytes)));
    expect(new Set(digests).size).toBe(3);
  });

  it('is not made of values out of range: that would be a fault of our own', () => {
    const broken: [Partial<TransactionBody>, string][] = [
      [{ sender: new Uint8Array(32) }, '33 bytes'],
      [{ memo: new Uint8Array(257) }, '256 bytes'],
      [{ chainId: 2 ** 32 }, 'uint32'],
      [{ chainId: -1 }, 'uint32'],
      [{ version: 256 }, 'uint8'],
      [{ version: 0.5 }, 'uint8'],
      [{ nonce: 2 ** 53 }, '2^53'],
      [{ amount: -1 as Crumbs }, '2^53'],
      [{ amount: 0.5 as Crumbs }, '2^53'],
      [{ fee: Number.NaN as Crumbs }, '2^53'],
    ];
    for (const [change, message] of broken) {
      expect(() => encodeTransactionBody({ ...fieldsOf(), ...change })).toThrow(message);
    }
    expect(() => assembleTransaction(plain.bodyBytes, new Uint8Array(63))).toThrow('64 bytes');
  });
});

function fieldsOf(): TransactionBody {
  const { version, chainId, nonce, recipient, amount, fee, memo } = plain;
  return { version, chainId, sender: testKey(0).publicKey, nonce, recipient, amount, fee, memo };
}
