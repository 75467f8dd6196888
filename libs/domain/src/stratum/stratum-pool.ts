import { writeUint32 } from '../primitives/bytes.ts';
import { randomInteger } from '../primitives/random.port.ts';
import { EXTRANONCE1_BYTES } from './coinbase-parts.ts';
import { JobDesk, type JobDeskDependencies } from './job-desk.ts';
import { StratumConnection, type StratumOutbox } from './stratum-connection.ts';
import type { StratumPoolParts, StratumTotals } from './stratum-pool-parts.ts';
import type { WorkerState } from './worker-figures.ts';

/** Work for miners outside this process: every connection mines for the address it names, and keeps what it finds. */
export class StratumPool {
  private readonly parts: StratumPoolParts;
  private readonly connections = new Set<StratumConnection>();
  private extranonce: number;

  constructor(dependencies: JobDeskDependencies) {
    const { chain, clock, log, random } = dependencies;
    const totals = { accepted: 0, stale: 0, refused: 0, blocksFound: 0 };
    this.parts = { chain, clock, log, totals, desk: new JobDesk(dependencies) };
    this.extranonce = randomInteger(random, 2 ** 32);
    this.parts.desk.notices.subscribe((notice) => {
      for (const connection of this.connections) connection.jobMade(notice);
    });
  }

  get totals(): Readonly<StratumTotals> {
    return this.parts.totals;
  }

  /** Makes the first job; resolves when it is there. */
  async start(): Promise<void> {
    await this.parts.desk.start();
  }

  async stop(): Promise<void> {
    await this.parts.desk.stop();
  }

  /** New transactions are open: work that pays more follows soon. */
  transactionsOpened(): void {
    if (this.connections.size > 0) this.parts.desk.transactionsOpened();
  }

  /** A miner came; give it back with {@link disconnect}. */
  connect(outbox: StratumOutbox): StratumConnection {
    const extranonce1 = new Uint8Array(EXTRANONCE1_BYTES);
    this.extranonce = (this.extranonce + 1) >>> 0;
    writeUint32(extranonce1, 0, this.extranonce);
    const connection = new StratumConnection(this.parts, extranonce1, outbox);
    this.connections.add(connection);
    return connection;
  }

  disconnect(connection: StratumConnection): void {
    this.connections.delete(connection);
  }

  /** The workers that are authorised now, in the order they came. */
  workers(): WorkerState[] {
    return [...this.connections].map((connection) => connection.state()).filter((state) => state !== undefined);
  }
}
