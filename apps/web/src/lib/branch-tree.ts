/** A block of the recent header tree: the best chain's and those of the branches beside it. */
export interface TreeBlock {
  readonly hash: string;
  readonly previousHash: string;
  readonly height: number;
  readonly isOnBestChain: boolean;
}

export interface TreeNode<B extends TreeBlock> {
  readonly block: B;
  /** How many heights below the highest block: 0 is the newest. */
  readonly column: number;
  /** 0 is the best chain; side branches lie below it. */
  readonly lane: number;
}

/** From a block to the one that it stands on. */
export interface TreeEdge {
  /** The upper block's hash: each has one edge. */
  readonly hash: string;
  readonly best: boolean;
  readonly from: { readonly column: number; readonly lane: number };
  readonly to: { readonly column: number; readonly lane: number };
}

/** Blocks of one side branch, highest first, until the branch meets another. */
export interface SideBranch<B extends TreeBlock> {
  readonly blocks: readonly B[];
  /** The block it grew from; undefined when that lies below what is shown. */
  readonly fork: B | undefined;
}

export interface BranchTree<B extends TreeBlock> {
  readonly nodes: readonly TreeNode<B>[];
  readonly edges: readonly TreeEdge[];
  readonly sides: readonly SideBranch<B>[];
  readonly columns: number;
  readonly lanes: number;
  /** Blocks of branches for which there was no lane. */
  readonly hidden: number;
}

/** What a screen shows without hiding the best chain behind its rivals; the rest is counted. */
export const MAX_LANES = 7;

/**
 * Lays out a header tree: heights from left (newest) to right, the best chain straight on top, every branch beside it
 * in the first lane that is free over its heights. The same blocks always give the same picture, so between two
 * readings only what has changed moves: in a reorganisation the two branches change places.
 */
export function layOutTree<B extends TreeBlock>(blocks: readonly B[]): BranchTree<B> {
  const byHash = new Map(blocks.map((block) => [block.hash, block]));
  const top = Math.max(0, ...blocks.map(({ height }) => height));
  const lanes = new Map<string, number>();
  for (const block of blocks) if (block.isOnBestChain) lanes.set(block.hash, 0);
  const sides: SideBranch<B>[] = [];
  const taken: [low: number, high: number][][] = [];
  for (const branch of sideBranches(blocks, byHash)) {
    const lane = firstFreeLane(taken, branch);
    if (lane >= MAX_LANES) continue;
    sides.push(branch);
    for (const { hash } of branch.blocks) lanes.set(hash, lane);
  }
  const nodes = blocks
    .flatMap((block): TreeNode<B>[] => {
      const lane = lanes.get(block.hash);
      return lane === undefined ? [] : [{ block, column: top - block.height, lane }];
    })
    .sort((a, b) => a.column - b.column || a.lane - b.lane);
  return {
    nodes,
    edges: edgesOf(nodes),
    sides,
    columns: Math.max(0, ...nodes.map(({ column }) => column + 1)),
    lanes: Math.max(0, ...nodes.map(({ lane }) => lane + 1)),
    hidden: blocks.length - nodes.length,
  };
}

/** From the highest tip down; a branch ends where it meets the best chain or a branch that was there before it. */
function sideBranches<B extends TreeBlock>(blocks: readonly B[], byHash: ReadonlyMap<string, B>): SideBranch<B>[] {
  const parents = new Set(blocks.filter((block) => !block.isOnBestChain).map(({ previousHash }) => previousHash));
  const tips = blocks
    .filter((block) => !block.isOnBestChain && !parents.has(block.hash))
    .sort((a, b) => b.height - a.height || (a.hash < b.hash ? -1 : 1));
  const placed = new Set<string>();
  return tips.map((tip) => {
    const branch: B[] = [];
    let block: B | undefined = tip;
    while (block !== undefined && !block.isOnBestChain && !placed.has(block.hash)) {
      branch.push(block);
      placed.add(block.hash);
      block = byHash.get(block.previousHash);
    }
    return { blocks: branch, fork: block };
  });
}

/** The room of a branch reaches down to the block it grew from, so that no line runs through another branch. */
function firstFreeLane<B extends TreeBlock>(taken: [number, number][][], { blocks }: SideBranch<B>): number {
  const high = blocks[0]?.height ?? 0;
  const low = (blocks.at(-1)?.height ?? 0) - 1;
  let lane = 1;
  while (taken[lane]?.some(([from, to]) => from <= high && low <= to)) lane++;
  taken[lane] = [...(taken[lane] ?? []), [low, high]];
  return lane;
}

function edgesOf<B extends TreeBlock>(nodes: readonly TreeNode<B>[]): TreeEdge[] {
  const places = new Map(nodes.map((node) => [node.block.hash, node]));
  return nodes.flatMap(({ block, column, lane }): TreeEdge[] => {
    const parent = places.get(block.previousHash);
    if (parent === undefined) return [];
    const to = { column: parent.column, lane: parent.lane };
    return [{ hash: block.hash, best: block.isOnBestChain, from: { column, lane }, to }];
  });
}
