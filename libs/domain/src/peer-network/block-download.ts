import type { Block } from '../block/block.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import { BlockSource } from './block-source.ts';
import { type DownloadDependencies, type Downloaded, downloadInOrder } from './ordered-download.ts';

/** Blocks that came, in the order asked, with who sent them. */
export type DownloadedBlocks = Downloaded<Block>;

type BlockDependencies = Omit<DownloadDependencies<HeaderEntry, Block>, 'newSource' | 'bytesOf'>;

/** Fetches the bodies of these headers from several peers at once; see {@link downloadInOrder}. */
export function downloadBlocks(entries: readonly HeaderEntry[], dependencies: BlockDependencies): Promise<boolean> {
  const { clock } = dependencies;
  return downloadInOrder(entries, {
    ...dependencies,
    newSource: (peer) => new BlockSource(peer, clock),
    bytesOf: ({ bytes }) => bytes.length,
  });
}
