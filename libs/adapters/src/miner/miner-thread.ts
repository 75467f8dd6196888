import { Worker } from 'node:worker_threads';
import type { MiningJob, MiningJobEnd, MiningThreadData } from './mining-messages.ts';

export interface MinerThreadEvents {
  onEnd(thread: MinerThread, end: MiningJobEnd): void;
  /** The thread died by itself. Told once; not after {@link MinerThread.close}. */
  onLost(thread: MinerThread, reason: Error): void;
}

/** One thread that searches. Keeps the process alive only while it has work. */
export class MinerThread {
  private readonly worker: Worker;
  private closed = false;

  constructor(file: URL, data: MiningThreadData, events: MinerThreadEvents) {
    this.worker = new Worker(file, { workerData: data, name: 'mine' });
    this.worker.unref();
    let reason: Error | undefined;
    this.worker.on('message', (end: MiningJobEnd) => events.onEnd(this, end));
    this.worker.on('error', (error) => {
      reason = error;
    });
    this.worker.on('exit', (code) => {
      if (!this.closed) events.onLost(this, reason ?? new Error(`the thread ended with exit code ${code}`));
    });
  }

  start(job: MiningJob): void {
    this.worker.ref();
    this.worker.postMessage(job);
  }

  rest(): void {
    this.worker.unref();
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.worker.terminate();
  }
}
