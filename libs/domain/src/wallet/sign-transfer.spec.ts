import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { testKey } from '#test/keys';
import { testNetwork } from '#test/network';
import { renderings } from '#test/renderings';
import { fromHex, toHex, utf8 } from '../primitives/bytes.ts';
import { crumbs } from '../primitives/crumbs.ts';
import { sha256d } from '../primitives/hash.ts';
import { accountFromBytes } from '../transaction/account.ts';
import { decodeTransaction, transactionDigest } from '../transaction/transaction.ts';
import { signTransfer, type Transfer } from './sign-transfer.ts';
import { WalletKey } from './wallet-key.ts';

const network = testNetwork();
const money = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }).map(crumbs);
const transfers: fc.Arbitrary<Transfer> = fc.record({
  recipient: fc.uint8Array({ minLength: 20, maxLength: 20 }).map(accountFromBytes),
  amount: money,
  fee: money,
  nonce: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  memo: fc.uint8Array({ maxLength: 256 }),
});

function isGood(signature: Uint8Array, digest: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return secp256k1.verify(signature, digest, publicKey, { prehash: false, lowS: true, format: 'compact' });
  } catch {
    return false;
  }
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice();
  copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
  return copy;
}

describe('a signed transfer', () => {
  it('carries what was asked for and its sender’s signature over it', () => {
    fc.assert(
      fc.property(transfers, fc.integer({ min: 0, max: 5 }), (transfer, seed) => {
        const key = testKey(seed);
        const decoded = decodeTransaction(signTransfer(key, network, transfer).bytes);
        if (!decoded.ok) throw new Error(decoded.refusal.code);
        const { recipient, amount, fee, nonce, memo, sender, chainId, version } = decoded.value;
        expect({ recipient, amount, fee, nonce, memo: toHex(memo) }).toEqual({
          ...transfer,
          memo: toHex(transfer.memo),
        });
        expect([toHex(sender), chainId, version]).toEqual([toHex(key.publicKey), network.chainId, 1]);
        const digest = transactionDigest(network.genesisHash, decoded.value.bodyBytes);
        expect(isGood(decoded.value.signature, digest, sender)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('is worth nothing when any bit of body or signature is another', () => {
    fc.assert(
      fc.property(transfers, fc.nat(), (transfer, place) => {
        const { bodyBytes, signature, sender } = signTransfer(testKey(1), network, transfer);
        const body = flipped(bodyBytes, place % (bodyBytes.length * 8));
        expect(isGood(signature, transactionDigest(network.genesisHash, body), sender)).toBe(false);
        const digest = transactionDigest(network.genesisHash, bodyBytes);
        expect(isGood(flipped(signature, place % 512), digest, sender)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('is worth nothing on a network with another genesis, though every field agrees', () => {
    const other = testNetwork({ name: 'elsewhere' });
    const transaction = signTransfer(testKey(1), network, someTransfer());
    const digest = transactionDigest(other.genesisHash, transaction.bodyBytes);
    expect(isGood(transaction.signature, digest, transaction.sender)).toBe(false);
  });

  it('is the same to the byte each time, and another for another nonce', () => {
    const once = toHex(signTransfer(testKey(1), network, someTransfer()).bytes);
    expect(toHex(signTransfer(testKey(1), network, someTransfer()).bytes)).toBe(once);
    expect(toHex(signTransfer(testKey(1), network, { ...someTransfer(), nonce: 1 }).bytes)).not.toBe(once);
  });
});

describe('a wallet key', () => {
  it('signs with the nonce of RFC 6979 (key 1, "Satoshi Nakamoto" and other published signatures)', () => {
    const published: [key: string, message: string, signature: string][] = [
      [
        '0000000000000000000000000000000000000000000000000000000000000001',
        'Satoshi Nakamoto',
        '934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d82442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5',
      ],
      [
        '0000000000000000000000000000000000000000000000000000000000000001',
        'All those moments will be lost in time, like tears in rain. Time to die...',
        '8600dbd41e348fe5c9465ab92d23e3db8b98b873beecd930736488696438cb6b547fe64427496db33bf66019dacbf0039c04199abb0122918601db38a72cfc21',
      ],
      [
        'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140',
        'Satoshi Nakamoto',
        'fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d06b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5',
      ],
    ];
    for (const [key, message, signature] of published) {
      const digest = sha256(utf8(message));
      expect(toHex(new WalletKey(fromHex(key)).sign(digest))).toBe(signature);
    }
  });

  it('gives a low s, always', () => {
    const half = secp256k1.Point.CURVE().n >> 1n;
    for (let i = 0; i < 40; i++) {
      const signature = testKey(2).sign(sha256d(Uint8Array.of(i)));
      expect(BigInt(`0x${toHex(signature.subarray(32))}`) <= half).toBe(true);
    }
  });

  it('never shows its private key', () => {
    const secret = '0b'.repeat(32);
    const key = new WalletKey(fromHex(secret));
    for (const text of renderings(key)) {
      expect(text.toLowerCase()).not.toContain('0b0b0b');
      expect(text.replaceAll(/\s/g, '')).not.toContain('11,11,11');
    }
    expect(JSON.parse(JSON.stringify(key))).toEqual({ publicKey: toHex(key.publicKey), account: key.account });
  });

  it('signs no more once wiped, and leaves the bytes it was made of alone', () => {
    const bytes = fromHex('0c'.repeat(32));
    const key = new WalletKey(bytes);
    key.wipe();
    expect(() => key.sign(new Uint8Array(32))).toThrow('wiped');
    expect(toHex(bytes)).toBe('0c'.repeat(32));
  });

  it('is a number below the order of the curve and not zero', () => {
    for (const bad of ['00'.repeat(32), 'ff'.repeat(32), '01']) {
      expect(() => new WalletKey(fromHex(bad))).toThrow('private key');
    }
  });
});

function someTransfer(): Transfer {
  return { recipient: testKey(2).account, amount: crumbs(5), fee: crumbs(1), nonce: 0, memo: new Uint8Array() };
}
