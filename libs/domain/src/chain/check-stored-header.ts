import { checkHeaderStructure } from '../block/structural-rules.ts';
import type { Network } from '../network-params/network.ts';
import { type ChainContext, chainContextOf } from './chain-context.ts';
import type { ChainFault } from './chain-fault.errors.ts';
import { genesisEntry } from './genesis-entry.ts';
import { checkBits, checkRisingTime, entryOf } from './header-context-rules.ts';
import type { HeaderEntry } from './header-entry.ts';

/** An entry of the best chain with those right below it; undefined where the store has none. */
export interface StoredPlace {
  readonly height: number;
  readonly entry: HeaderEntry | undefined;
  readonly parent: HeaderEntry | undefined;
  readonly grandparent: HeaderEntry | undefined;
}

/** Judges stored headers again: their own rules, those of their place, and the numbers that were stored with them. */
export class StoredHeaderCheck {
  private readonly context: ChainContext;

  constructor(private readonly network: Network) {
    this.context = chainContextOf(network);
  }

  check(place: StoredPlace): ChainFault | undefined {
    const { height } = place;
    if (height === 0) return this.checkGenesis(place.entry);
    const detail = this.detailOf(place);
    return detail === undefined ? undefined : { code: 'chain-fault-header', height, detail };
  }

  private checkGenesis(entry: HeaderEntry | undefined): ChainFault | undefined {
    const { genesisHash: expected } = this.network;
    if (entry !== undefined && isSame(entry, genesisEntry(this.network))) return undefined;
    return { code: 'chain-fault-genesis', found: entry?.header.hash, expected };
  }

  private detailOf({ height, entry, parent, grandparent }: StoredPlace): string | undefined {
    if (entry === undefined) return 'it is missing';
    // The fault is the other's, and named there.
    if (parent === undefined || (height > 1 && grandparent === undefined)) return undefined;
    if (entry.header.hash !== entry.hash) return 'its bytes have another hash';
    if (entry.header.previousHash !== parent.hash) return 'it does not stand on the block below';
    const { difficulty, minTimestampStepSeconds } = this.context;
    const place = { parent, grandparent };
    const refusal =
      checkHeaderStructure(entry.header, this.context) ??
      checkRisingTime(entry.header, parent, minTimestampStepSeconds) ??
      checkBits(entry.header, place, difficulty);
    if (refusal !== undefined) return refusal.code;
    return isSame(entry, entryOf(entry.header, place, difficulty)) ? undefined : 'its place is stored wrongly';
  }
}

function isSame(left: HeaderEntry, right: HeaderEntry): boolean {
  return (
    left.hash === right.hash &&
    left.header.hash === right.hash &&
    left.height === right.height &&
    left.totalWork === right.totalWork &&
    left.ruledTarget === right.ruledTarget
  );
}
