import { secp256k1 } from '@noble/curves/secp256k1.js';
import { testKey } from '#test/keys';
import { testNetwork } from '#test/network';
import { testVerifier } from '#test/test-verifier';
import { testTransfer } from '#test/transfer';
import { fromHex, toHex } from '../primitives/bytes.ts';
import { type Crumbs, crumbs } from '../primitives/crumbs.ts';
import type { Hash } from '../primitives/hash.ts';
import { isCurvePoint } from './curve-point.ts';
import { checkSignatures, checkTransactionFields } from './structural-rules.ts';
import { transactionRules } from './transaction.errors.ts';
import {
  assembleTransaction,
  encodeTransactionBody,
  type Transaction,
  type TransactionBody,
  transactionDigest,
} from './transaction.ts';

const network = testNetwork();
const { maxSupply } = network;
const plain = testTransfer(network, { from: 0, to: 1, nonce: 0 });

/** The plain transfer with a change, unsigned: the rules of its fields don't look at the signature. */
function changed(change: Partial<TransactionBody>): Transaction {
  const { version, chainId, sender, nonce, recipient, amount, fee, memo } = plain;
  const body = { version, chainId, sender, nonce, recipient, amount, fee, memo, ...change };
  return assembleTransaction(encodeTransactionBody(body), new Uint8Array(64));
}

function check(change: Partial<TransactionBody>) {
  return checkTransactionFields(changed(change), network);
}

async function checkSigned(...transactions: Transaction[]) {
  return checkSignatures(transactions, network.genesisHash, testVerifier);
}

describe('the fields of a transaction', () => {
  it('of an honest transfer break no rule', () => {
    expect(check({})).toBeUndefined();
    expect(checkTransactionFields(plain, network)).toBeUndefined();
  });

  it.each([0, 2, 255])('have version 1, not %i', (version) => {
    expect(check({ version })).toEqual({ code: 'transaction-version', version, expected: 1 });
  });

  it('name this chain’s id', () => {
    const chainId = (network.chainId ^ 0x8000_0000) >>> 0;
    expect(check({ chainId })).toEqual({ code: 'transaction-wrong-chain', chainId, expected: network.chainId });
  });

  it.each([0, 1, 4, 5, 6, 7, 255])('have a compressed key for a sender, not one that begins with %i', (prefix) => {
    const sender = plain.sender.slice();
    sender[0] = prefix;
    expect(check({ sender })).toEqual({ code: 'transaction-sender-prefix', prefix });
  });

  it('move at least one crumb and at most all there are', () => {
    expect(check({ amount: crumbs(0) })).toEqual({ code: 'transaction-amount-zero' });
    expect(check({ amount: crumbs(1) })).toBeUndefined();
    expect(check({ amount: maxSupply, fee: crumbs(0) })).toBeUndefined();
    const amount = crumbs(maxSupply + 1);
    expect(check({ amount })).toEqual({ code: 'transaction-amount-too-large', amount, maximum: maxSupply });
  });

  it('stay within all there is with amount and fee together, where a sum would lose its last crumbs', () => {
    const half = crumbs(Math.floor(maxSupply / 2));
    expect(check({ amount: half, fee: crumbs(maxSupply - half) })).toBeUndefined();
    const [amount, fee] = [half, crumbs(maxSupply - half + 1)];
    expect(check({ amount, fee })).toEqual({ code: 'transaction-total-too-large', amount, fee, maximum: maxSupply });
    const most = Number.MAX_SAFE_INTEGER as Crumbs;
    expect(check({ amount: maxSupply, fee: most })?.code).toBe('transaction-total-too-large');
  });

  it('may hold any memo, an empty one too', () => {
    expect(check({ memo: new Uint8Array(0) })).toBeUndefined();
    expect(check({ memo: new Uint8Array(256).fill(255) })).toBeUndefined();
  });

  it('are judged by rules that each have a sentence', () => {
    for (const sentence of Object.values(transactionRules)) expect(sentence).toMatch(/^[A-Z].{20,}\.$/);
  });
});

describe('the signature of a transaction', () => {
  const digest = transactionDigest(network.genesisHash, plain.bodyBytes);
  const { bodyBytes } = plain;

  it('is the sender’s own over this body on this chain', async () => {
    expect(await checkSigned(plain)).toBeUndefined();
    expect(await checkSigned()).toBeUndefined();
  });

  it.each([
    ['is missing', new Uint8Array(64)],
    ['is all ones', new Uint8Array(64).fill(255)],
    ['is another key’s', testKey(1).sign(digest)],
    ['is over another body', testKey(0).sign(transactionDigest(network.genesisHash, bodyBytes.slice(1)))],
    ['is over the body without the chain', testKey(0).sign(transactionDigest('00'.repeat(32) as Hash, bodyBytes))],
    ['has a high s', highS(testKey(0).sign(digest))],
  ])('is refused when it %s', async (_what, signature) => {
    const transaction = assembleTransaction(bodyBytes, signature);
    expect(await checkSigned(plain, transaction)).toEqual({
      index: 1,
      refusal: { code: 'transaction-signature-invalid', id: transaction.id },
    });
  });

  it('is refused when the payment was changed after it was signed', async () => {
    const { signature } = plain;
    const honest = changed({});
    // The high bytes of the numbers are left alone: those would be too large to be a transaction at all.
    const high = [44, 45, 72, 73, 80, 81];
    for (let at = 0; at < honest.bodyBytes.length - 4; at++) {
      if (high.includes(at)) continue;
      const bytes = honest.bodyBytes.slice();
      bytes[at] = (bytes[at] as number) ^ 1;
      const verdict = await checkSigned(assembleTransaction(bytes, signature));
      expect(verdict?.refusal.code).toMatch(/^transaction-(signature-invalid|sender-not-on-curve)$/);
    }
  });

  it('cannot be made for a sender who is no point of the curve, and the key is blamed', async () => {
    const sender = fromHex(`02${'00'.repeat(31)}05`);
    expect(isCurvePoint(sender)).toBe(false);
    const verdict = await checkSigned(changed({ sender }));
    expect(verdict).toEqual({
      index: 0,
      refusal: { code: 'transaction-sender-not-on-curve', sender: toHex(sender) },
    });
  });

  it('of a list is judged by its first breach', async () => {
    const unsigned = changed({});
    expect((await checkSigned(plain, unsigned, changed({ version: 2 })))?.index).toBe(1);
  });
});

describe('a curve point', () => {
  it('is a compressed key, and nothing else', () => {
    const { publicKey } = testKey(0);
    expect(isCurvePoint(publicKey)).toBe(true);
    expect(isCurvePoint(publicKey.subarray(0, 32))).toBe(false);
    expect(isCurvePoint(secp256k1.Point.fromBytes(publicKey).toBytes(false))).toBe(false);
    expect(isCurvePoint(new Uint8Array(33))).toBe(false);
    // x = p, the field's own size, is no coordinate.
    expect(isCurvePoint(fromHex(`02${'ff'.repeat(27)}fefffffc2f`))).toBe(false);
  });
});

/** The other signature of the same key and digest, which would give the payment a second id. */
function highS(signature: Uint8Array): Uint8Array {
  const { r, s } = secp256k1.Signature.fromBytes(signature, 'compact');
  return new secp256k1.Signature(r, secp256k1.Point.CURVE().n - s).toBytes('compact');
}
