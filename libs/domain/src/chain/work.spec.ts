import fc from 'fast-check';
import { fromHex, readUint32 } from '../primitives/bytes.ts';
import { hashFromBytes, sha256d } from '../primitives/hash.ts';
import { TWO_TO_256, targetOf, targetToBytes } from './target.ts';
import { difficultyOf, digestIsAtMost, hashMeetsTarget, workOf } from './work.ts';

const BITCOIN_EASIEST = targetOf(0x1d00ffff);

/** Real headers: the first three blocks of Bitcoin, and block 125,552, known from many a tutorial. */
const bitcoinHeaders = [
  {
    bytes:
      '0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c',
    hash: '000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f',
    work: 0x1_0001_0001n,
    difficulty: 1,
  },
  {
    bytes:
      '010000006fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000982051fd1e4ba744bbbe680e1fee14677ba1a3c3540bf7b1cdb606e857233e0e61bc6649ffff001d01e36299',
    hash: '00000000839a8e6886ab5951d76f411475428afc90947ee320161bbf18eb6048',
    work: 0x1_0001_0001n,
    difficulty: 1,
  },
  {
    bytes:
      '010000004860eb18bf1b1620e37e9490fc8a427514416fd75159ab86688e9a8300000000d5fdcc541e25de1c7a5addedf24858b8bb665c9f36ef744ee42c316022c90f9bb0bc6649ffff001d08d2bd61',
    hash: '000000006a625f06636b8bb6ac7b960a8d03705d1ace08b1a19da3fdcc99ddbd',
    work: 0x1_0001_0001n,
    difficulty: 1,
  },
  {
    bytes:
      '0100000081cd02ab7e569e8bcd9317e2fe99f2de44d49ab2b8851ba4a308000000000000e320b6c2fffc8d750423db8b1eb942ae710e951ed797f7affc8892b0f1fc122bc7f5d74df2b9441a42a14695',
    hash: '00000000000000001e8d6829a8a21adc5d38d0a473b144b6765798e61f98bd1d',
    work: TWO_TO_256 / ((0x44b9f2n << 184n) + 1n),
    difficulty: 244_112.487_773_889_47,
  },
];

describe('proof of work', () => {
  it('of real Bitcoin headers comes out right: hash, target, work and difficulty', () => {
    for (const { bytes, hash, work, difficulty } of bitcoinHeaders) {
      const header = fromHex(bytes);
      const digest = sha256d(header);
      const target = targetOf(readUint32(header, 72));
      expect(hashFromBytes(digest)).toBe(hash);
      expect(hashMeetsTarget(digest, target)).toBe(true);
      expect(workOf(target)).toBe(work);
      expect(difficultyOf(target, BITCOIN_EASIEST)).toBeCloseTo(difficulty, 6);
    }
  });

  it('of another nonce fails', () => {
    const header = fromHex(bitcoinHeaders[0]?.bytes as string);
    header[76] = (header[76] as number) ^ 1;
    expect(hashMeetsTarget(sha256d(header), BITCOIN_EASIEST)).toBe(false);
  });

  it('accumulates as Bitcoin counts it', () => {
    const sum = bitcoinHeaders.slice(0, 3).reduce((work, header) => work + header.work, 0n);
    expect(sum.toString(16)).toBe('300030003');
  });

  it('compares bytes exactly as it would compare the numbers', () => {
    const numbers = fc.bigInt({ min: 0n, max: TWO_TO_256 - 1n });
    const pairs = fc.oneof(
      fc.tuple(numbers, numbers),
      numbers.map((each) => [each, each] as const),
      numbers.filter((each) => each > 0n).map((each) => [each, each - 1n] as const),
    );
    fc.assert(
      fc.property(pairs, ([digest, target]) => {
        expect(digestIsAtMost(targetToBytes(digest), targetToBytes(target))).toBe(digest <= target);
      }),
    );
  });

  it('is 2 at the easiest target of devnet and 1 where every hash passes', () => {
    expect(workOf(targetOf(0x207fffff))).toBe(2n);
    expect(workOf(TWO_TO_256 - 1n)).toBe(1n);
    expect(workOf(1n)).toBe(TWO_TO_256 / 2n);
  });

  it('refuses to judge what is no hash', () => {
    expect(() => hashMeetsTarget(new Uint8Array(31), 1n)).toThrow('32 bytes');
  });
});
