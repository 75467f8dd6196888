import type { ChainStore, ChainWrite } from '#domain/chain/chain-store.port';
import type { MempoolStore, MempoolWrite } from '#domain/mempool/mempool-store.port';
import type { AddressBookStore } from '#domain/peer-network/address-book-store.port';
import type { AdmissionStore } from '#domain/peer-network/admission-store.port';
import { type Clock, delay } from '#domain/primitives/clock.port';
import { SerialQueue } from '#domain/primitives/serial-queue';
import type { SeededStream } from '../random/seeded-stream.ts';
import type { DiskRecord, SimulatedDisk } from './simulated-disk.ts';

/** A sync of a decent SSD, on average. */
const MEAN_SYNC_MS = 4;
/** A commit without a sync. */
const MEAN_COMMIT_MS = 0.4;

/** Hears of the writes of the chain: a crash may follow. */
export interface WriteListener {
  readonly writing: (write: ChainWrite) => void;
  readonly written: (write: ChainWrite) => void;
}

/** A disk as one process sees it. Writes happen one after another and take virtual time. */
export class MountedDisk {
  readonly chainStore: ChainStore;
  readonly mempoolStore: MempoolStore;
  readonly addressStore: AddressBookStore;
  readonly admissionStore: AdmissionStore;
  private readonly queue = new SerialQueue();

  constructor(
    disk: SimulatedDisk,
    private readonly clock: Clock,
    private readonly stream: SeededStream,
    listener: WriteListener,
  ) {
    const run = (record: DiskRecord) => this.run(disk, record, listener);
    const { chain } = disk;
    this.chainStore = {
      tip: () => chain.tip(),
      entry: (hash) => chain.entry(hash),
      entryAt: (height) => chain.entryAt(height),
      entriesFrom: (height, limit) => chain.entriesFrom(height, limit),
      treeBetween: (from, to) => chain.treeBetween(from, to),
      blockBytes: (hash) => chain.blockBytes(hash),
      undo: (hash) => chain.undo(hash),
      accounts: (accounts) => chain.accounts(accounts),
      transactionPlace: (id) => chain.transactionPlace(id),
      accountHistory: (account, before, limit) => chain.accountHistory(account, before, limit),
      accountTotals: () => chain.accountTotals(),
      write: (write) => run({ kind: 'chain', write }),
      reset: (genesis) => chain.reset(genesis),
      pruned: () => chain.pruned(),
      prune: (heights, limit) => chain.prune(heights, limit),
      close: () => this.queue.idle(),
    };
    this.mempoolStore = {
      write: (write: MempoolWrite) => run({ kind: 'mempool', write }),
      load: () => disk.mempool.load(),
    };
    this.addressStore = {
      load: async () => [...disk.addresses],
      save: async (records) => {
        disk.addresses = [...records];
      },
    };
    this.admissionStore = {
      load: async () => disk.admission,
      save: async (content) => {
        disk.admission = content;
      },
    };
  }

  private run(disk: SimulatedDisk, record: DiskRecord, listener: WriteListener): Promise<void> {
    return this.queue.run(async () => {
      disk.begin(record);
      const meanMs = record.write.durability === 'full' ? MEAN_SYNC_MS : MEAN_COMMIT_MS;
      if (record.kind === 'chain') listener.writing(record.write);
      await delay(this.clock, Math.round(this.stream.exponential(meanMs)));
      await disk.commit(record);
      if (record.kind === 'chain') listener.written(record.write);
    });
  }
}
