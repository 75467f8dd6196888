import { type Block, decodeBlock } from '../block/block.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import type { Result } from '../primitives/result.ts';
import { accepted, refused } from '../primitives/result.ts';
import { BLOCKS_TIMEOUT_MS, MAX_BLOCKS_PER_REQUEST } from './limits.ts';
import type { Peer } from './peer.ts';

/** Chunks in memory beyond the one that is being connected: so many blocks at the most, 16 × 32. */
const WINDOW_CHUNKS = 16;
/** Answers hold about 4 MB at most; a chunk that one answer does not hold whole is asked on for. */
const MAX_REQUESTS_PER_CHUNK = MAX_BLOCKS_PER_REQUEST;

interface Chunk {
  readonly entries: readonly HeaderEntry[];
}

/** Blocks that came, in the order asked, with who sent them. */
export interface DownloadedChunk {
  readonly peer: Peer;
  readonly blocks: readonly Block[];
}

export interface DownloadDependencies {
  /** Peers that have these blocks, the most willing first; asked again for each chunk. */
  readonly sources: () => readonly Peer[];
  readonly report: (peer: Peer, code: string) => void;
  /** Takes a chunk; the next is not handed over before it resolves. False ends the download. */
  readonly take: (chunk: DownloadedChunk) => Promise<boolean>;
}

/**
 * Fetches the bodies of these headers from several peers at once, one chunk from each at a time, and hands them over
 * in order. A peer that stalls or sends something else is left out, and its chunk goes to another.
 */
export async function downloadBlocks(
  entries: readonly HeaderEntry[],
  dependencies: DownloadDependencies,
): Promise<boolean> {
  const waiting = chunksOf(entries);
  const excluded = new Set<Peer>();
  const busy = new Set<Peer>();
  const ready = new Map<Chunk, DownloadedChunk>();
  const order = [...waiting];
  const running = new Set<Promise<void>>();
  const start = (peer: Peer, chunk: Chunk): void => {
    busy.add(peer);
    const task = fetchChunk(peer, chunk).then((blocks) => {
      busy.delete(peer);
      if (blocks.ok) {
        ready.set(chunk, { peer, blocks: blocks.value });
        return;
      }
      excluded.add(peer);
      waiting.unshift(chunk);
      dependencies.report(peer, blocks.refusal.code);
    });
    running.add(task);
    void task.finally(() => running.delete(task));
  };
  while (order.length > 0) {
    for (const peer of dependencies.sources()) {
      if (excluded.has(peer) || busy.has(peer) || ready.size + running.size >= WINDOW_CHUNKS) continue;
      const chunk = waiting.shift();
      if (chunk === undefined) break;
      start(peer, chunk);
    }
    const next = order[0] as Chunk;
    const downloaded = ready.get(next);
    if (downloaded !== undefined) {
      ready.delete(next);
      order.shift();
      if (!(await dependencies.take(downloaded))) return false;
      continue;
    }
    if (running.size === 0) return false;
    await Promise.race(running);
  }
  return true;
}

function chunksOf(entries: readonly HeaderEntry[]): Chunk[] {
  const chunks: Chunk[] = [];
  for (let from = 0; from < entries.length; from += MAX_BLOCKS_PER_REQUEST) {
    chunks.push({ entries: entries.slice(from, from + MAX_BLOCKS_PER_REQUEST) });
  }
  return chunks;
}

async function fetchChunk(peer: Peer, { entries }: Chunk): Promise<Result<Block[], { readonly code: string }>> {
  const blocks: Block[] = [];
  for (let requests = 0; requests < MAX_REQUESTS_PER_CHUNK && blocks.length < entries.length; requests++) {
    const hashes = entries.slice(blocks.length).map(({ hash }) => hash);
    const answer = await peer.session.request('GETCHAIN', { hashes }, BLOCKS_TIMEOUT_MS);
    if (!answer.ok) return refused({ code: 'sync-stalled' });
    if (answer.value.blocks.length === 0 || answer.value.blocks.length > hashes.length) {
      return refused({ code: 'sync-stalled' });
    }
    for (const [index, bytes] of answer.value.blocks.entries()) {
      const block = decodeBlock(bytes);
      if (!block.ok) return block;
      if (block.value.hash !== hashes[index]) return refused({ code: 'sync-not-what-was-asked' });
      blocks.push(block.value);
    }
  }
  return accepted(blocks);
}
