import { type Block, decodeBlock } from '../block/block.ts';
import type { HeaderEntry } from '../chain/header-entry.ts';
import type { Cancellation } from '../primitives/cancellation.ts';
import type { Clock } from '../primitives/clock.port.ts';
import { accepted, type Result, refused } from '../primitives/result.ts';
import { BLOCKS_TIMEOUT_MS, MAX_BLOCKS_PER_REQUEST } from './limits.ts';
import { codeOfNoAnswer } from './no-answer.ts';
import type { DownloadSource } from './ordered-download.ts';
import type { Peer } from './peer.ts';
import { Throughput } from './throughput.ts';

/** A peer that has not shown yet what it gives is asked for a single block … */
const FIRST_REQUEST_BLOCKS = 1;
/** … which it gives within this: a full one of mainnet on a line of 1.5 megabits a second. */
const FIRST_REQUEST_TIMEOUT_MS = 6_000;
/** One answer is to bring about so much: enough to hide the way there and back, little enough to share among peers. */
const TARGET_ANSWER_BYTES = 1_500_000;
/** Of a slow peer no more is asked than it gives in this time. */
const TARGET_ANSWER_MS = 5_000;
/** A peer that gives more than this has the next request under way while it answers the last. */
const FAST_BYTES_PER_MS = 500;

/** A peer as a source of blocks: what it was asked, and how fast it gives. */
export class BlockSource implements DownloadSource<HeaderEntry, Block> {
  /** Requests under way. */
  underway = 0;
  private readonly throughput = new Throughput();

  constructor(
    readonly peer: Peer,
    private readonly clock: Clock,
  ) {}

  /** Bytes a millisecond, as far as it has shown. */
  get speed(): number {
    return this.throughput.bytesPerMs;
  }

  /** It has given blocks. */
  get isProven(): boolean {
    return this.throughput.isProven;
  }

  get isFree(): boolean {
    return this.underway < (this.speed >= FAST_BYTES_PER_MS ? 2 : 1);
  }

  /** How many blocks of this size to ask for at once. */
  requestSize(averageBlockBytes: number): number {
    if (!this.isProven) return FIRST_REQUEST_BLOCKS;
    const bytes = Math.min(TARGET_ANSWER_BYTES, this.speed * TARGET_ANSWER_MS);
    return Math.max(1, Math.min(MAX_BLOCKS_PER_REQUEST, Math.floor(bytes / Math.max(1, averageBlockBytes))));
  }

  /** The bodies of these headers, from the first on: as many as one answer holds, at least one. */
  async fetch(
    entries: readonly HeaderEntry[],
    cancellation: Cancellation,
  ): Promise<Result<readonly Block[], { readonly code: string }>> {
    const hashes = entries.map(({ hash }) => hash);
    const timeoutMs = this.isProven ? BLOCKS_TIMEOUT_MS : FIRST_REQUEST_TIMEOUT_MS;
    const startMs = this.clock.nowMs();
    this.underway++;
    const { session } = this.peer;
    const answer = await session
      .request('GETCHAIN', { hashes }, timeoutMs, cancellation)
      .finally(() => this.underway--);
    if (!answer.ok) return refused({ code: codeOfNoAnswer(answer.refusal) });
    const encoded = answer.value.blocks;
    if (encoded.length === 0) return refused({ code: 'sync-blocks-not-there' });
    if (encoded.length > hashes.length) return refused({ code: 'sync-not-what-was-asked' });
    const blocks: Block[] = [];
    for (const [index, bytes] of encoded.entries()) {
      const block = decodeBlock(bytes);
      if (!block.ok) return block;
      if (block.value.hash !== hashes[index]) return refused({ code: 'sync-not-what-was-asked' });
      blocks.push(block.value);
    }
    const bytes = encoded.reduce((sum, { length }) => sum + length, 0);
    this.throughput.measure(bytes, this.clock.nowMs() - startMs);
    return accepted(blocks);
  }
}
