import type { Block } from '../block/block.ts';
import type { OpenTransaction } from './open-transaction.ts';

/** Whole crumbs per byte; low ≤ normal ≤ high. */
export interface FeeEstimates {
  /** For someone with time: mined within some ten blocks. */
  readonly low: number;
  /** Mined within some three blocks. */
  readonly normal: number;
  /** In the next block. */
  readonly high: number;
}

/** Blocks that are looked back on: long enough to see a busy quarter of an hour, short enough to forget it soon. */
const RECENT_BLOCKS = 12;
/** From this part of the size limit on, a block is taken as full: whoever paid less than its lowest stayed out. */
const FULL_PART = 0.9;
/** What miners put in for themselves, often for nothing, says little: this part of a block is not looked at. */
const IGNORED_PART = 0.1;
/** How many blocks of better open transactions stand before each estimate. */
const BLOCKS_AHEAD = { high: 1, normal: 3, low: 10 };

/** Knows what it took to be mined lately, and estimates from that and from what is open. */
export class FeeEstimator {
  /** Of the latest blocks, the lowest rate that got in; 0 where there was room for everyone. */
  private readonly entryRates: number[] = [];

  constructor(private readonly maxBlockBytes: number) {}

  recordBlock(block: Block): void {
    this.entryRates.push(this.isFull(block) ? entryRateOf(block) : 0);
    if (this.entryRates.length > RECENT_BLOCKS) this.entryRates.shift();
  }

  /** `bestFirst`: the open transactions that can be mined. `floorRate`: what the pool asks now. */
  estimate(bestFirst: Iterable<OpenTransaction>, floorRate: number): FeeEstimates {
    const open = this.openRates(bestFirst);
    const mined = [...this.entryRates].sort((left, right) => left - right);
    const low = Math.max(floorRate, open.low);
    const normal = Math.max(low, open.normal, mined[mined.length >> 1] ?? 0);
    const high = Math.max(normal, open.high, mined[Math.ceil(mined.length * 0.8) - 1] ?? 0);
    return { low: Math.ceil(low), normal: Math.ceil(normal), high: Math.ceil(high) };
  }

  /** The rates to outbid so that no more than so many blocks stand before. */
  private openRates(bestFirst: Iterable<OpenTransaction>): FeeEstimates {
    const rates = { low: 0, normal: 0, high: 0 };
    let bytes = 0;
    for (const { size, feeRate } of bestFirst) {
      bytes += size;
      if (rates.high === 0 && bytes > BLOCKS_AHEAD.high * this.maxBlockBytes) rates.high = feeRate + 1;
      if (rates.normal === 0 && bytes > BLOCKS_AHEAD.normal * this.maxBlockBytes) rates.normal = feeRate + 1;
      if (rates.low === 0 && bytes > BLOCKS_AHEAD.low * this.maxBlockBytes) {
        rates.low = feeRate + 1;
        break;
      }
    }
    return rates;
  }

  private isFull(block: Block): boolean {
    return block.bytes.length >= this.maxBlockBytes * FULL_PART;
  }
}

function entryRateOf({ transactions }: Block): number {
  const rates = transactions.map(({ fee, bytes }) => fee / bytes.length).sort((left, right) => left - right);
  return rates[Math.floor(rates.length * IGNORED_PART)] ?? 0;
}
