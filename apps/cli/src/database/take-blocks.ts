import type { DamagedFile } from '#adapters/sqlite/damaged-file';
import type { SqliteStore } from '#adapters/sqlite/sqlite-store';
import { SystemClock } from '#adapters/system/system-clock';
import { createVerifier } from '#adapters/verifier/create-verifier';
import { type Block, decodeBlock } from '#domain/block/block';
import { decodeHeader, type Header } from '#domain/block/header';
import { Chain } from '#domain/chain/chain';
import type { Network } from '#domain/network-params/network';
import { SILENT_LOG } from '#domain/primitives/log.port';
import type { ProgressNotes } from './progress-notes.ts';

/** As many as one write takes; of large ones fewer, as in an answer of a peer, or too many signatures would wait. */
const BLOCKS_AT_ONCE = 32;
const BLOCK_BYTES_AT_ONCE = 4_000_000;
const HEADERS_AT_ONCE = 1_024;

export interface TakenBlocks {
  readonly height: number;
  /** The height from which blocks are missing; undefined when there are none above. */
  readonly fetchFrom: number | undefined;
}

/**
 * Gives a new chain all headers and blocks that can be read from a damaged file, as if peers had sent them: each is
 * judged by every rule, and what stands above a lost body waits for it in the store.
 */
export async function takeBlocks(
  damaged: DamagedFile,
  store: SqliteStore,
  network: Network,
  notes: ProgressNotes,
): Promise<TakenBlocks> {
  const [clock, verifier] = [new SystemClock(), createVerifier()];
  const verified = { has: () => false };
  const chain = await Chain.open({ network, store, verifier, verified, clock, log: SILENT_LOG });
  try {
    for (const headers of batches(headersOf(damaged), HEADERS_AT_ONCE, Number.POSITIVE_INFINITY))
      await takeHeaders(chain, headers);
    const tell = notes.of('taking blocks');
    for (const blocks of batches(blocksOf(damaged), BLOCKS_AT_ONCE, BLOCK_BYTES_AT_ONCE)) {
      await chain.acceptAll(blocks, 'normal');
      tell(chain.tip.height, chain.bestHeader.height);
    }
    const { height } = chain.tip;
    return { height, fetchFrom: chain.bestHeader.height > height ? height + 1 : undefined };
  } finally {
    await chain.close();
    await verifier.close();
  }
}

/** Those after one that is refused, too. */
async function takeHeaders(chain: Chain, headers: readonly Header[]): Promise<void> {
  for (let rest = headers; rest.length > 0; ) {
    const { accepted } = await chain.acceptHeaders(rest);
    rest = rest.slice(accepted.length + 1);
  }
}

function* headersOf(damaged: DamagedFile): Generator<Header> {
  for (const bytes of damaged.headers()) {
    const header = decodeHeader(bytes);
    if (header.ok) yield header.value;
  }
}

function* blocksOf(damaged: DamagedFile): Generator<Block> {
  for (const bytes of damaged.blocks()) {
    const block = decodeBlock(bytes);
    if (block.ok) yield block.value;
  }
}

/** In their order, each batch of so many at most, and of so many bytes before its last. */
function* batches<Value extends { readonly bytes: Uint8Array }>(
  values: Iterable<Value>,
  maximum: number,
  maximumBytes: number,
): Generator<Value[]> {
  let batch: Value[] = [];
  let bytes = 0;
  for (const value of values) {
    batch.push(value);
    bytes += value.bytes.length;
    if (batch.length < maximum && bytes < maximumBytes) continue;
    yield batch;
    [batch, bytes] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
