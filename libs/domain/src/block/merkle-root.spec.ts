import fc from 'fast-check';
import { concatBytes, toHex } from '../primitives/bytes.ts';
import { type Hash, hashFromBytes, hashToBytes, sha256d } from '../primitives/hash.ts';
import { merkleRoot } from './merkle-root.ts';

/** Ids and merkle roots of real Bitcoin blocks. */
const BITCOIN_BLOCKS: readonly (readonly [number, readonly string[], string])[] = [
  [
    0,
    ['4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b'],
    '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b',
  ],
  [
    170,
    [
      'b1fea52486ce0c62bb442b530a3f0132b826c74e473d1f2c220bfa78111c5082',
      'f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16',
    ],
    '7dac2c5666815c17a3b36427de37bb9d2e2c5ccec3f8633eb91a4205cb4c10ff',
  ],
  [
    100_000,
    [
      '8c14f0db3df150123e6f3dbbf30f8b955a8249b62ac1d1ff16284aefa3d06d87',
      'fff2525b8931402dd09222c50775608f75787bd2b87e56995a7bdd30f79702c4',
      '6359f0868171b1d194cbee1af2f16ea598ae8fad666d9b012c8ed2b79a236ec4',
      'e9a66845e05d5abc0ad04ec80f774a7e585c6e8db975962d069a522137b80c1d',
    ],
    'f3e94742aca4b5ef85488dc37c06c3282295ffec960994b2c0d5ac2a25a95766',
  ],
];

const leaves = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 40 });

/** The definition, told another way: a tree of 2^n leaves, where what is missing on the right is what is on its left. */
function byDefinition(list: readonly Uint8Array[]): Uint8Array {
  if (list.length === 1) return list[0] as Uint8Array;
  const half = 2 ** Math.ceil(Math.log2(list.length)) / 2;
  const left = byDefinition(filledTo(half, list.slice(0, half)));
  const right = byDefinition(filledTo(half, list.slice(half)));
  return sha256d(concatBytes(left, right));
}

/** As many leaves as a full tree has; the last subtree that has any leaf stands again for each missing one. */
function filledTo(size: number, list: readonly Uint8Array[]): readonly Uint8Array[] {
  const filled = [...list];
  for (let step = 1; filled.length < size; step *= 2) {
    if ((filled.length / step) % 2 === 1) filled.push(...filled.slice(-step));
  }
  return filled;
}

describe('a merkle root', () => {
  it.each(BITCOIN_BLOCKS)('of Bitcoin’s block %i comes out right', (_height, ids, root) => {
    expect(hashFromBytes(merkleRoot(ids.map((id) => hashToBytes(id as Hash))))).toBe(root);
  });

  it('is what its definition says for every number of leaves, odd levels too', () => {
    fc.assert(
      fc.property(leaves, (list) => {
        expect(toHex(merkleRoot(list))).toBe(toHex(byDefinition(list)));
      }),
      { numRuns: 300 },
    );
  });

  it('changes with every leaf and with their order', () => {
    const list = [0, 1, 2, 3, 4].map((each) => sha256d(Uint8Array.of(each)));
    const root = toHex(merkleRoot(list));
    for (const index of list.keys()) {
      const other = list.with(index, sha256d(Uint8Array.of(9)));
      expect(toHex(merkleRoot(other))).not.toBe(root);
    }
    expect(toHex(merkleRoot([...list].reverse()))).not.toBe(root);
    expect(toHex(merkleRoot(list.slice(0, 4)))).not.toBe(root);
  });

  it('is shared by lists that repeat their last leaves, and only therefore are repeats refused (CVE-2012-2459)', () => {
    const list = [0, 1, 2, 3, 4, 5].map((each) => sha256d(Uint8Array.of(each)));
    const repeated = [...list, ...list.slice(4)];
    expect(toHex(merkleRoot(repeated))).toBe(toHex(merkleRoot(list)));
  });

  it('leaves its leaves as they are', () => {
    const list = [1, 2, 3].map((each) => sha256d(Uint8Array.of(each)));
    const before = list.map(toHex);
    merkleRoot(list);
    expect(list.map(toHex)).toEqual(before);
  });

  it('of nothing is a fault of our own', () => {
    expect(() => merkleRoot([])).toThrow('has a leaf');
  });
});
