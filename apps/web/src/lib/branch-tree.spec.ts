import fc from 'fast-check';
import { layOutTree, MAX_LANES, type TreeBlock } from './branch-tree.ts';

/** `name: parent`, heights counted from the first; names in upper case are on the best chain. */
function tree(links: Record<string, string>): TreeBlock[] {
  const heights = new Map<string, number>();
  return Object.entries(links).map(([hash, previousHash]) => {
    const height = (heights.get(previousHash) ?? 9) + 1;
    heights.set(hash, height);
    return { hash, previousHash, height, isOnBestChain: hash === hash.toUpperCase() };
  });
}

const placesOf = (blocks: TreeBlock[]) =>
  Object.fromEntries(layOutTree(blocks).nodes.map(({ block, column, lane }) => [block.hash, [column, lane]]));

describe('the tree of branches', () => {
  it('draws a chain without branches as one line, newest first', () => {
    const { nodes, edges, lanes, columns } = layOutTree(tree({ A: '', B: 'A', C: 'B' }));
    expect(nodes.map(({ block, column, lane }) => [block.hash, column, lane])).toEqual([
      ['C', 0, 0],
      ['B', 1, 0],
      ['A', 2, 0],
    ]);
    expect(edges.map(({ hash }) => hash)).toEqual(['C', 'B']);
    expect([lanes, columns]).toEqual([1, 3]);
  });

  it('puts a side branch below the best chain, joined to the block it grew from', () => {
    const { sides, edges } = layOutTree(tree({ A: '', B: 'A', C: 'B', b: 'A', c: 'b' }));
    expect(sides).toHaveLength(1);
    expect(sides[0]?.blocks.map(({ hash }) => hash)).toEqual(['c', 'b']);
    expect(sides[0]?.fork?.hash).toBe('A');
    expect(edges.find(({ hash }) => hash === 'b')).toMatchObject({
      from: { column: 1, lane: 1 },
      to: { column: 2, lane: 0 },
    });
  });

  it('lets the branches change places in a reorganisation', () => {
    const before = placesOf(tree({ A: '', B: 'A', C: 'B', b: 'A', c: 'b' }));
    const after = tree({ A: '', b: 'A', c: 'b', B: 'A', C: 'B', D: 'C' }).map((block) =>
      block.hash === 'A' ? block : { ...block, isOnBestChain: block.hash === 'b' || block.hash === 'c' },
    );
    const places = placesOf(after);
    expect([before['B'], before['b']]).toEqual([
      [1, 0],
      [1, 1],
    ]);
    expect([places['b'], places['B'], places['D']]).toEqual([
      [2, 0],
      [2, 1],
      [0, 1],
    ]);
  });

  it('shares a lane between branches that lie far apart, and not between those that meet', () => {
    const links = { A: '', B: 'A', C: 'B', D: 'C', E: 'D', F: 'E', b: 'A', f: 'E', g: 'f', h: 'E' };
    const places = placesOf(tree(links));
    expect(places['b']?.[1]).toBe(1);
    expect(places['g']?.[1]).toBe(1);
    expect(places['h']?.[1]).toBe(2);
  });

  it('keeps a branch whose fork lies below what is shown', () => {
    const { sides, nodes } = layOutTree(tree({ X: '', Y: 'X', o: 'unseen', p: 'o' }));
    expect(sides[0]?.fork).toBeUndefined();
    expect(nodes).toHaveLength(4);
  });

  it('never puts two blocks in one place, draws every block once, and counts what it hides', () => {
    const parents = fc.array(fc.tuple(fc.nat(), fc.boolean()), { maxLength: 60 });
    fc.assert(
      fc.property(parents, (choices) => {
        const blocks: TreeBlock[] = [{ hash: '0', previousHash: '', height: 0, isOnBestChain: true }];
        let best = 0;
        choices.forEach(([choice, extend], i) => {
          const parent = blocks[extend ? best : choice % blocks.length] as TreeBlock;
          const isOnBestChain = extend;
          blocks.push({ hash: `${i + 1}`, previousHash: parent.hash, height: parent.height + 1, isOnBestChain });
          if (extend) best = blocks.length - 1;
        });
        const { nodes, hidden, lanes } = layOutTree(blocks);
        expect(new Set(nodes.map(({ column, lane }) => `${column}/${lane}`)).size).toBe(nodes.length);
        expect(nodes.length + hidden).toBe(blocks.length);
        expect(lanes).toBeLessThanOrEqual(MAX_LANES);
      }),
    );
  });
});
