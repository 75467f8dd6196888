import { Worker } from 'node:worker_threads';
import type { Log } from '#domain/primitives/log.port';
import { compiledFile } from '../workers/compiled-file.ts';

/** What the thread is started with. */
export interface CheckpointThreadData {
  readonly path: string;
}

/** How a checkpoint ended. */
export interface CheckpointReply {
  readonly error?: string;
}

/** A checkpoint writes some tens of megabytes at most: a disk that takes longer than this has stopped working. */
const CHECKPOINT_TIMEOUT_MS = 60_000;

/**
 * A thread with a connection of its own that moves the write-ahead log into the file: it is the part of writing that
 * waits for the disk, and needs nothing of the event loop's thread.
 */
export class CheckpointThread {
  private worker: Worker | undefined;
  private running: Promise<void> | undefined;
  private ended = false;

  constructor(
    private readonly path: string,
    private readonly log: Log,
  ) {}

  /** True while a checkpoint is under way. */
  get busy(): boolean {
    return this.running !== undefined;
  }

  /** True when the thread could not start, or ended: it is not tried again. */
  get lost(): boolean {
    return this.ended;
  }

  /** Makes a checkpoint, or joins the one under way; resolves when it has ended, well or not. */
  checkpoint(): Promise<void> {
    this.running ??= this.run().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  /** Ends the thread after the checkpoint under way. */
  async close(): Promise<void> {
    await this.running;
    await this.worker?.terminate();
    this.worker = undefined;
  }

  private async run(): Promise<void> {
    const worker = this.worker ?? this.start();
    const { error } = await replyOf(worker);
    if (error === undefined) return;
    this.log.warn('the checkpoint of the store failed', { path: this.path, error });
  }

  private start(): Worker {
    const workerData: CheckpointThreadData = { path: this.path };
    const worker = new Worker(compiledFile(import.meta.url, 'checkpoint.worker.js'), {
      workerData,
      name: 'checkpoint',
    });
    worker.unref();
    const end = () => {
      this.ended = true;
    };
    worker.on('error', end).once('exit', end);
    this.worker = worker;
    return worker;
  }
}

/** Asks for one checkpoint, and waits for the answer, the thread's end or the deadline. */
function replyOf(worker: Worker): Promise<CheckpointReply> {
  return new Promise((resolve) => {
    const settle = (reply: CheckpointReply) => {
      clearTimeout(deadline);
      worker.off('message', settle).off('error', onError).off('exit', onExit);
      resolve(reply);
    };
    const onError = (error: unknown) => settle({ error: error instanceof Error ? error.message : String(error) });
    const onExit = () => settle({ error: 'the thread ended' });
    const onDeadline = () => {
      settle({ error: `no end within ${CHECKPOINT_TIMEOUT_MS} ms` });
      void worker.terminate();
    };
    const deadline = setTimeout(onDeadline, CHECKPOINT_TIMEOUT_MS);
    worker.on('message', settle).on('error', onError).on('exit', onExit);
    worker.postMessage(undefined);
  });
}
