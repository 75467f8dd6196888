import { assembleBlock, type Block } from '../block/block.ts';
import { decodeHeader, type Header } from '../block/header.ts';
import { decodeReward, type Reward } from '../block/reward.ts';
import { concatBytes, readUint32 } from '../primitives/bytes.ts';
import type { EncodingRefusal } from '../primitives/encoding.errors.ts';
import { sha256 } from '../primitives/hash.ts';
import { accepted, type Result } from '../primitives/result.ts';
import type { Transaction } from '../transaction/transaction.ts';
import type { BlockAnnouncement } from './messages.ts';
import { ShortIdHasher } from './siphash.ts';

export const SHORT_ID_BYTES = 6;
export const SALT_BYTES = 8;

/** Short ids are keyed by header and salt, so that nobody can prepare two transactions that share one. */
function hasherFor(header: Uint8Array, salt: Uint8Array): ShortIdHasher {
  return new ShortIdHasher(sha256(concatBytes(header, salt)).subarray(0, 16));
}

/** A block as it is announced; `salt` is 8 random bytes, new for each announcement. */
export function toAnnouncement(block: Block, salt: Uint8Array): BlockAnnouncement {
  const hasher = hasherFor(block.header.bytes, salt);
  const shortIds = block.transactions.map(({ idBytes }) => toBytes(hasher.shortId(idBytes)));
  return { header: block.header.bytes, reward: block.reward.bytes, salt, shortIds };
}

/** A word to whom probably knows the block: its header alone. */
export function toHint({ header }: Block): BlockAnnouncement {
  return { header: header.bytes, reward: new Uint8Array(0), salt: new Uint8Array(SALT_BYTES), shortIds: [] };
}

export function isHint({ reward, shortIds }: BlockAnnouncement): boolean {
  return reward.length === 0 && shortIds.length === 0;
}

/** An announcement on its way to a whole block. */
export class CompactBlock {
  private constructor(
    readonly header: Header,
    readonly reward: Reward,
    private readonly transactions: (Transaction | undefined)[],
  ) {}

  /** Fills the places whose transactions are open here. Two open ones that share a short id fill neither place. */
  static from(announcement: BlockAnnouncement, open: Iterable<Transaction>): Result<CompactBlock, EncodingRefusal> {
    const header = decodeHeader(announcement.header);
    if (!header.ok) return header;
    const reward = decodeReward(announcement.reward);
    if (!reward.ok) return reward;
    const places = new Map<number, number>();
    announcement.shortIds.forEach((id, place) => {
      places.set(toNumber(id), place);
    });
    const transactions = new Array<Transaction | undefined>(announcement.shortIds.length).fill(undefined);
    const hasher = hasherFor(announcement.header, announcement.salt);
    const ambiguous = new Set<number>();
    for (const transaction of places.size === 0 ? [] : open) {
      const place = places.get(hasher.shortId(transaction.idBytes));
      if (place === undefined) continue;
      if (transactions[place] !== undefined) ambiguous.add(place);
      transactions[place] = transaction;
    }
    for (const place of ambiguous) transactions[place] = undefined;
    return accepted(new CompactBlock(header.value, reward.value, transactions));
  }

  /** Places that are still empty, rising. */
  missing(): number[] {
    return [...this.transactions.keys()].filter((place) => this.transactions[place] === undefined);
  }

  /** The block, given the transactions for the missing places in their order; undefined when they are too few. */
  complete(found: readonly Transaction[]): Block | undefined {
    let next = 0;
    const transactions: Transaction[] = [];
    for (const known of this.transactions) {
      const transaction = known ?? found[next++];
      if (transaction === undefined) return undefined;
      transactions.push(transaction);
    }
    return assembleBlock(this.header, this.reward, transactions);
  }
}

function toBytes(shortId: number): Uint8Array {
  const bytes = new Uint8Array(SHORT_ID_BYTES);
  let rest = shortId;
  for (let i = 0; i < SHORT_ID_BYTES; i++) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

function toNumber(bytes: Uint8Array): number {
  return ((bytes[4] as number) + (bytes[5] as number) * 256) * 0x1_0000_0000 + readUint32(bytes, 0);
}
