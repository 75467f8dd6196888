import { MemoryChainStore } from '#adapters/memory/memory-chain-store';
import { MemoryMempoolStore } from '#adapters/memory/memory-mempool-store';
import type { ChainWrite } from '#domain/chain/chain-store.port';
import type { MempoolWrite } from '#domain/mempool/mempool-store.port';
import type { StoredAdmission } from '#domain/peer-network/admission-store.port';
import type { AddressRecord } from '#domain/peer-network/messages';
import type { SeededStream } from '../random/seeded-stream.ts';

/** A change in the write-ahead log: whole, or not there at all. */
export type DiskRecord =
  | { readonly kind: 'chain'; readonly write: ChainWrite }
  | { readonly kind: 'mempool'; readonly write: MempoolWrite };

/** What a crash did to a disk. */
export interface CrashReport {
  /** Committed writes that had not been synced and are gone. */
  readonly lost: number;
  /** The write under way was torn: its checksum tells, and nothing of it counts. */
  readonly torn: boolean;
}

/**
 * The disk of one peer, which outlives its processes: a single write-ahead log for chain and open transactions, as
 * in the SQLite file. A `full` write syncs the log; a crash may take any of what came after the last sync, latest
 * first, and the write under way may be whole, torn or absent.
 */
export class SimulatedDisk {
  chain = new MemoryChainStore();
  mempool = new MemoryMempoolStore();
  addresses: readonly AddressRecord[] = [];
  /** A peer's ticket, and the lists of revocations that it knows. */
  admission: StoredAdmission | undefined;
  /** Every write fails and changes nothing. */
  isFull = false;
  private readonly log: DiskRecord[] = [];
  private synced = 0;
  private underWay: DiskRecord | undefined;

  constructor(private readonly stream: SeededStream) {}

  /** The write begins: a crash from here on may leave it whole, torn or absent. */
  begin(record: DiskRecord): void {
    this.underWay = record;
  }

  /** The write is committed: readers see it. */
  async commit(record: DiskRecord): Promise<void> {
    this.underWay = undefined;
    if (this.isFull) throw new Error('the disk is full');
    await this.apply(record);
    this.log.push(record);
    if (record.write.durability === 'full') this.synced = this.log.length;
  }

  /** The machine loses its power: the log is read again as far as it is whole. */
  async crash(): Promise<CrashReport> {
    const unsynced = this.log.length - this.synced;
    const lost = unsynced === 0 ? 0 : this.stream.integer(0, unsynced);
    const cutOff = this.log.splice(this.log.length - lost);
    const torn = this.underWay !== undefined && this.stream.chance(0.5);
    // A write is only whole on disk when everything before it is.
    const arrived = this.underWay !== undefined && !torn && lost === 0 && this.stream.chance(0.5);
    if (arrived && this.underWay !== undefined) this.log.push(this.underWay);
    this.underWay = undefined;
    this.synced = this.log.length;
    this.chain = new MemoryChainStore();
    this.mempool = new MemoryMempoolStore();
    for (const record of this.log) await this.apply(record);
    return { lost: cutOff.length, torn };
  }

  private apply(record: DiskRecord): Promise<void> {
    return record.kind === 'chain' ? this.chain.write(record.write) : this.mempool.write(record.write);
  }
}
