import { MemoryHub } from '#adapters/memory/memory-hub';
import { startMemoryNode } from '../memory-node.ts';
import type { TestPeer } from './test-peer.ts';

/**
 * Mines a chain of so many blocks from the first block on that the peer knows nothing of, and hands it over. Its first
 * block takes the transactions (signed, bytes).
 */
export async function handOverRivalChain(
  { node, network }: TestPeer,
  blocks: number,
  transactions: readonly { readonly bytes: Uint8Array }[] = [],
  seed = 99,
): Promise<void> {
  const rival = await startMemoryNode(new MemoryHub(), network, seed);
  try {
    for (const { bytes } of transactions) {
      const submitted = await rival.node.transactions.submit(bytes, 'own');
      if (!submitted.ok) throw new Error(submitted.refusal.code);
    }
    await rival.mine(blocks);
    for (let height = 1; height <= blocks; height++) {
      const found = await rival.node.queries.blockAt(height);
      if (found !== undefined) await node.chain.accept(found.block);
    }
  } finally {
    await rival.node.stop();
  }
}
