import { Worker } from 'node:worker_threads';
import { BatchMemory, SLOTS_PER_THREAD } from './batch-memory.ts';
import type { RequestPart } from './check-queue.ts';
import type { VerifierImplementation } from './check-signature.ts';

/** What a verifying thread is started with. */
export interface VerifierThreadData {
  readonly implementation: VerifierImplementation;
  readonly buffer: SharedArrayBuffer;
}

/** Tells a thread that a slot holds a batch. */
export interface VerifierBatchMessage {
  readonly slot: number;
  readonly count: number;
}

export interface VerifierThreadEvents {
  /** A batch is answered and its slot free again. */
  onAnswered(thread: VerifierThread): void;
  /** The thread is gone, with these parts unanswered. Told once; not after {@link VerifierThread.close}. */
  onLost(thread: VerifierThread, parts: RequestPart[], reason: Error): void;
}

// A batch takes 18 ms (native) to 600 ms (noble) of a core; a thread silent for so long hangs.
const BATCH_TIMEOUT_MS = 30_000;

interface BatchUnderWay {
  readonly parts: readonly RequestPart[];
  readonly timeout: NodeJS.Timeout;
}

/** One thread that checks signatures, with the batches it has been given. */
export class VerifierThread {
  /** Batches answered so far: none means that the thread may be unable to start at all. */
  answeredBatches = 0;
  private readonly memory = new BatchMemory();
  private readonly slots: (BatchUnderWay | undefined)[] = new Array(SLOTS_PER_THREAD).fill(undefined);
  private readonly worker: Worker;
  private over = false;
  private reason: Error | undefined;

  constructor(
    file: URL,
    implementation: VerifierImplementation,
    private readonly events: VerifierThreadEvents,
  ) {
    const data: VerifierThreadData = { implementation, buffer: this.memory.buffer };
    this.worker = new Worker(file, { workerData: data, name: 'verify' });
    this.worker.on('message', (slot: number) => this.takeAnswers(slot));
    this.worker.on('error', (error) => {
      this.reason = error;
    });
    this.worker.on('exit', (code) => this.lose(this.reason ?? new Error(`the thread ended with exit code ${code}`)));
  }

  get freeSlots(): number {
    return this.over ? 0 : this.slots.filter((slot) => slot === undefined).length;
  }

  /** Hands a batch over; only with a free slot. */
  start(parts: readonly RequestPart[]): void {
    const slot = this.slots.indexOf(undefined);
    let count = 0;
    for (const part of parts) {
      for (let i = 0; i < part.count; i++) {
        const check = part.request.checks[part.start + i];
        if (check !== undefined) this.memory.write(slot, count++, check);
      }
    }
    const timeout = setTimeout(() => {
      this.reason = new Error(`no answer within ${BATCH_TIMEOUT_MS} ms`);
      void this.worker.terminate();
    }, BATCH_TIMEOUT_MS);
    this.slots[slot] = { parts, timeout };
    const message: VerifierBatchMessage = { slot, count };
    this.worker.postMessage(message);
  }

  /** Ends the thread and gives what it leaves unanswered. */
  async close(): Promise<RequestPart[]> {
    this.over = true;
    const parts = this.abandon();
    await this.worker.terminate();
    return parts;
  }

  private takeAnswers(slot: number): void {
    const batch = this.slots[slot];
    if (batch === undefined) return;
    clearTimeout(batch.timeout);
    this.slots[slot] = undefined;
    this.answeredBatches++;
    let place = 0;
    for (const { request, start, count } of batch.parts) {
      for (let i = 0; i < count; i++) request.answer(start + i, this.memory.answer(slot, place++));
      request.unanswered -= count;
      if (request.unanswered === 0) request.resolve();
    }
    this.events.onAnswered(this);
  }

  private lose(reason: Error): void {
    if (this.over) return;
    this.over = true;
    this.events.onLost(this, this.abandon(), reason);
  }

  private abandon(): RequestPart[] {
    const parts = this.slots.flatMap((batch) => batch?.parts ?? []);
    for (const batch of this.slots) clearTimeout(batch?.timeout);
    this.slots.fill(undefined);
    return parts;
  }
}
