import { secp256k1 } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { NobleVerifier } from '#adapters/verifier/noble-verifier';
import { PooledVerifier } from '#adapters/verifier/pooled-verifier';
import { fromHex, toHex } from '#domain/primitives/bytes';
import type { SignatureCheck, SignatureVerifier } from '#domain/transaction/signature-verifier.port';
import { compactFromStrictDer, readWycheproof } from './wycheproof.ts';

const CURVE_ORDER = secp256k1.Point.CURVE().n;
const FIELD = secp256k1.Point.CURVE().p;

function bytes32(value: bigint): Uint8Array {
  return fromHex(value.toString(16).padStart(64, '0'));
}

function signed(seed: bigint): SignatureCheck {
  const secretKey = bytes32((seed % (CURVE_ORDER - 1n)) + 1n);
  const digest = bytes32((seed * 0x9e3779b97f4a7c15n) % 2n ** 256n);
  const signature = secp256k1.sign(digest, secretKey, { prehash: false, lowS: true });
  return { digest, signature, publicKey: secp256k1.getPublicKey(secretKey) };
}

function withHighS(check: SignatureCheck): SignatureCheck {
  const s = BigInt(`0x${toHex(check.signature.subarray(32))}`);
  return { ...check, signature: Uint8Array.of(...check.signature.subarray(0, 32), ...bytes32(CURVE_ORDER - s)) };
}

const adapters: [string, () => SignatureVerifier][] = [
  ['@noble/curves on the main thread', () => new NobleVerifier()],
  ['@noble/curves on threads', () => new PooledVerifier({ implementation: 'noble', threads: 2 })],
  ['native libsecp256k1 on threads', () => new PooledVerifier({ implementation: 'native', threads: 2 })],
];

describe.each(adapters)('a signature verifier: %s', (_name, create) => {
  const verifier = create();
  afterAll(() => verifier.close());
  const valid = signed(0x1234_5678_9abcn);
  const verifyOne = async (check: SignatureCheck) => (await verifier.verify([check]))[0];

  it('answers the Wycheproof vectors of Bitcoin’s encoding as they are published', async () => {
    const cases = readWycheproof('wycheproof_ecdsa_secp256k1_sha256_bitcoin_test.json', compactFromStrictDer);
    const convertible = cases.flatMap(({ name, valid, check }) => (check ? [{ name, valid, check }] : []));
    expect(cases).toHaveLength(463);
    expect(cases.filter((one) => one.valid && one.check === undefined)).toEqual([]);
    const answers = await verifier.verify(convertible.map((one) => one.check));
    expect(convertible.filter((one, i) => one.valid !== answers[i]).map((one) => one.name)).toEqual([]);
    expect(answers.filter(Boolean)).toHaveLength(162);
  });

  it('accepts the 95 low-S signatures of the P1363 vectors and refuses the 72 valid ones with a high s', async () => {
    const cases = readWycheproof('wycheproof_ecdsa_secp256k1_sha256_p1363_test.json', (signature) => signature);
    const answers = await verifier.verify(cases.map((one) => one.check as SignatureCheck));
    const isHigh = (check?: SignatureCheck) =>
      BigInt(`0x${toHex(check?.signature.subarray(32, 64) ?? new Uint8Array(1))}`) > CURVE_ORDER / 2n;
    const [low, high] = [
      cases.filter((one) => one.valid && !isHigh(one.check)),
      cases.filter((one) => one.valid && isHigh(one.check)),
    ];
    expect([low.length, high.length]).toEqual([95, 72]);
    const accepted = cases.filter((_, i) => answers[i]);
    expect(accepted.map((one) => one.name)).toEqual(low.map((one) => one.name));
  });

  it('gives one answer per check, in their order, however many there are', async () => {
    const checks = Array.from({ length: 700 }, (_, i) => (i % 7 === 3 ? withHighS(valid) : valid));
    expect(await verifier.verify(checks)).toEqual(checks.map((_, i) => i % 7 !== 3));
    expect(await verifier.verify([])).toEqual([]);
  }, 30_000);

  it('keeps the answers of requests apart that run at the same time', async () => {
    const requests = Array.from({ length: 40 }, (_, i) =>
      Array.from({ length: (i % 5) + 1 }, (_, j) => (i + j) % 3 === 0),
    );
    const answers = await Promise.all(
      requests.map((wanted) => verifier.verify(wanted.map((right) => (right ? valid : withHighS(valid))))),
    );
    expect(answers).toEqual(requests);
  });

  it('refuses parts of a wrong length beside right ones', async () => {
    const longer = (bytes: Uint8Array) => Uint8Array.of(...bytes, 0);
    const uncompressed = secp256k1.Point.fromBytes(valid.publicKey).toBytes(false);
    const checks = [
      { ...valid, digest: longer(valid.digest) },
      { ...valid, digest: valid.digest.subarray(1) },
      { ...valid, signature: longer(valid.signature) },
      { ...valid, signature: new Uint8Array(0) },
      valid,
      { ...valid, publicKey: valid.publicKey.subarray(1) },
      { ...valid, publicKey: uncompressed },
    ];
    expect(await verifier.verify(checks)).toEqual([false, false, false, false, true, false, false]);
  });

  it.each([
    ['a key that is no point of the curve', { publicKey: Uint8Array.of(2, ...bytes32(5n)) }],
    ['a key whose x is the field’s order', { publicKey: Uint8Array.of(2, ...bytes32(FIELD)) }],
    ['a key with an unknown prefix', { publicKey: Uint8Array.of(4, ...valid.publicKey.subarray(1)) }],
    ['a hybrid prefix', { publicKey: Uint8Array.of(6, ...valid.publicKey.subarray(1)) }],
    ['an all-zero key', { publicKey: new Uint8Array(33) }],
    ['r = 0', { signature: Uint8Array.of(...bytes32(0n), ...valid.signature.subarray(32)) }],
    ['s = 0', { signature: Uint8Array.of(...valid.signature.subarray(0, 32), ...bytes32(0n)) }],
    ['r = the curve’s order', { signature: Uint8Array.of(...bytes32(CURVE_ORDER), ...valid.signature.subarray(32)) }],
    [
      's = the curve’s order',
      { signature: Uint8Array.of(...valid.signature.subarray(0, 32), ...bytes32(CURVE_ORDER)) },
    ],
    ['another digest', { digest: bytes32(1n) }],
    ['a high s', { signature: withHighS(valid).signature }],
  ])('refuses %s', async (_what, change) => {
    expect(await verifyOne(valid)).toBe(true);
    expect(await verifyOne({ ...valid, ...change })).toBe(false);
  });
});

describe('the two implementations', () => {
  const reference = new NobleVerifier();
  const native = new PooledVerifier({ implementation: 'native', threads: 1 });
  afterAll(() => native.close());
  const agree = async (checks: SignatureCheck[]) => {
    expect(await native.verify(checks)).toEqual(await reference.verify(checks));
  };

  it('agree on signatures with some bytes changed', async () => {
    const change = fc.record({ at: fc.nat(128), xor: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.bigInt(1n, 2n ** 256n - 1n), fc.array(change, { maxLength: 3 }), async (seed, changes) => {
        const check = signed(seed);
        const bytes = Uint8Array.of(...check.digest, ...check.signature, ...check.publicKey);
        for (const { at, xor } of changes) bytes[at] = (bytes[at] as number) ^ xor;
        const digest = bytes.subarray(0, 32);
        const changed = { digest, signature: bytes.subarray(32, 96), publicKey: bytes.subarray(96) };
        await agree([check, changed, withHighS(changed)]);
      }),
      { numRuns: 60 },
    );
  }, 30_000);

  it('agree on random and on extreme words', async () => {
    const extreme = [
      0n,
      1n,
      2n,
      CURVE_ORDER - 1n,
      CURVE_ORDER,
      CURVE_ORDER / 2n,
      CURVE_ORDER / 2n + 1n,
      FIELD,
      2n ** 256n - 1n,
    ];
    const word = fc.oneof(fc.constantFrom(...extreme), fc.bigInt(0n, 2n ** 256n - 1n)).map(bytes32);
    const check = fc.tuple(word, word, word, word, fc.constantFrom(0, 2, 3, 4)).map(([digest, r, s, x, prefix]) => ({
      digest,
      signature: Uint8Array.of(...r, ...s),
      publicKey: Uint8Array.of(prefix, ...x),
    }));
    await fc.assert(fc.asyncProperty(fc.array(check, { minLength: 1, maxLength: 6 }), agree), { numRuns: 60 });
  }, 30_000);
});
