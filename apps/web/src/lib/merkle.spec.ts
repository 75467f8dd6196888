import { climb, merkleRootOf } from './merkle.ts';

// Bitcoin's block 100 000: four transactions and their root, known to everybody.
const LEAVES: readonly [string, ...string[]] = [
  '8c14f0db3df150123e6f3dbbf30f8b955a8249b62ac1d1ff16284aefa3d06d87',
  'fff2525b8931402dd09222c50775608f75787bd2b87e56995a7bdd30f79702c4',
  '6359f0868171b1d194cbee1af2f16ea598ae8fad666d9b012c8ed2b79a236ec4',
  'e9a66845e05d5abc0ad04ec80f774a7e585c6e8db975962d069a522137b80c1d',
];
const ROOT = 'f3e94742aca4b5ef85488dc37c06c3282295ffec960994b2c0d5ac2a25a95766';

describe('a merkle root in the browser', () => {
  it('is that of a well-known block', () => {
    expect(merkleRootOf(LEAVES)).toBe(ROOT);
  });

  it('of one leaf is that leaf, and of three counts the last twice', () => {
    const [first, second, third] = LEAVES as unknown as [string, string, string];
    expect(merkleRootOf([first])).toBe(first);
    expect(merkleRootOf([first, second, third])).toBe(merkleRootOf([first, second, third, third]));
    expect(merkleRootOf([first, second, third])).not.toBe(merkleRootOf([first, second]));
  });
});

describe('the way up a merkle tree', () => {
  const upper = (a: number, b: number) => merkleRootOf([LEAVES[a] as string, LEAVES[b] as string]);

  it.each([
    [0, [LEAVES[1], upper(2, 3)], ['left', 'left']],
    [1, [LEAVES[0], upper(2, 3)], ['right', 'left']],
    [2, [LEAVES[3], upper(0, 1)], ['left', 'right']],
    [3, [LEAVES[2], upper(0, 1)], ['right', 'right']],
  ])('leads from leaf %i to the root, ours on the right side', (index, branch, sides) => {
    const steps = climb(LEAVES[index] as string, index, branch as string[]);
    expect(steps.map(({ ours }) => ours)).toEqual(sides);
    expect(steps.at(-1)?.outcome).toBe(ROOT);
  });

  it('of another transaction, or with a forged branch, leads elsewhere', () => {
    const branch = [LEAVES[1] as string, upper(2, 3)];
    expect(climb(LEAVES[2] as string, 0, branch).at(-1)?.outcome).not.toBe(ROOT);
    expect(climb(LEAVES[0], 0, [LEAVES[1] as string, LEAVES[1] as string]).at(-1)?.outcome).not.toBe(ROOT);
  });

  it('in a tree of one leaf has no step', () => {
    expect(climb(ROOT, 0, [])).toEqual([]);
  });
});
