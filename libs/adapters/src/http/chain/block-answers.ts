import type { HeaderEntry } from '#domain/chain/header-entry';
import type { FullNode } from '#domain/node/full-node';
import type { FoundBlock } from '#domain/node/node-queries';
import { BoundedCache } from '#domain/primitives/bounded-cache';
import { blockView } from '../views/block.view.ts';

/** Everybody asks for the newest block; a full one is some 3 MB of JSON. */
const MAX_CACHED_BLOCKS = 8;

/** Blocks as the JSON of their answers. What is asked for again is not read, checked and written again. */
export class BlockAnswers {
  /** By hash and confirmations: a block's answer changes with every block on top of it. */
  private readonly written = new BoundedCache<string, Promise<Buffer | undefined>>(MAX_CACHED_BLOCKS);

  constructor(private readonly node: FullNode) {}

  /** JSON (UTF-8) of a block of the best chain; undefined when its body is not here. */
  of(entry: HeaderEntry): Promise<Buffer | undefined> {
    const { chain, queries } = this.node;
    const key = `${entry.hash} ${chain.tip.height - entry.height}`;
    const known = this.written.get(key);
    if (known !== undefined) return known;
    const writing = queries.blockByHash(entry.hash).then((found) => this.write(found));
    this.written.set(key, writing);
    writing.then((answer) => answer ?? this.written.delete(key)).catch(() => this.written.delete(key));
    return writing;
  }

  private write(found: FoundBlock | undefined): Buffer | undefined {
    return found === undefined ? undefined : Buffer.from(JSON.stringify(blockView(this.node.network, found)));
  }
}
