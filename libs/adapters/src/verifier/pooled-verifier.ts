import { availableParallelism } from 'node:os';
import { type Log, SILENT_LOG } from '#domain/primitives/log.port';
import type { SignatureCheck, SignatureVerifier } from '#domain/transaction/signature-verifier.port';
import { compiledFile } from '../workers/compiled-file.ts';
import { MAX_BATCH_CHECKS } from './batch-memory.ts';
import { CheckQueue, type RequestPart, type VerifyRequest } from './check-queue.ts';
import { hasRightLengths, type VerifierImplementation } from './check-signature.ts';
import { NobleVerifier } from './noble-verifier.ts';
import { VerifierThread } from './verifier-thread.ts';

export interface PooledVerifierOptions {
  readonly implementation: VerifierImplementation;
  /** 1 … {@link MAX_VERIFIER_THREADS}; all cores when it is left out. */
  readonly threads?: number;
  readonly log?: Log;
  /** Another script than the built `verify.worker.js`: for tests of what happens when one dies. */
  readonly workerFile?: URL;
}

/** More threads than any machine that runs a peer has cores for. */
export const MAX_VERIFIER_THREADS = 256;

/** A thread that dies so often in a row before its first answer will not start at all: its place stays empty. */
const MAX_STARTS_IN_VAIN = 3;

/** Below this a check more costs less than waking another thread. */
const MIN_BATCH_CHECKS = 4;

/**
 * Spreads checks over threads. A thread takes its next batch when it has room, so that single checks that come one
 * by one start at once on an idle pool and are gathered into batches on a busy one. What a dying thread leaves
 * unanswered is answered by the reference on the main thread, and another thread takes its place.
 * The checks' bytes must stay as they are until their answer has come.
 */
export class PooledVerifier implements SignatureVerifier {
  private readonly queue = new CheckQueue();
  private readonly reference = new NobleVerifier();
  private readonly threads = new Set<VerifierThread>();
  private readonly threadCount: number;
  private readonly log: Log;
  private startsInVain = 0;
  private handOverIsDue = false;
  private closed = false;

  constructor(private readonly options: PooledVerifierOptions) {
    this.log = options.log ?? SILENT_LOG;
    this.threadCount = Math.max(1, Math.min(options.threads ?? availableParallelism(), MAX_VERIFIER_THREADS));
    for (let i = 0; i < this.threadCount; i++) this.startThread();
  }

  get description(): string {
    const name = this.options.implementation === 'native' ? 'libsecp256k1 (native)' : '@noble/curves';
    if (this.threads.size === 0) return this.reference.description;
    return `${name} on ${this.threads.size} ${this.threads.size === 1 ? 'thread' : 'threads'}`;
  }

  /** @throws when the pool is closed before all are answered, or too many checks wait (see {@link CheckQueue}) */
  async verify(checks: readonly SignatureCheck[]): Promise<boolean[]> {
    if (this.closed) throw new Error('the signature verifier is closed');
    const answers = new Array<boolean>(checks.length).fill(false);
    const places = [...checks.keys()].filter((place) => hasRightLengths(checks[place] as SignatureCheck));
    if (places.length === 0) return answers;
    return await new Promise((resolve, reject) => {
      this.queue.add({
        checks: places.map((place) => checks[place] as SignatureCheck),
        unanswered: places.length,
        taken: 0,
        answer: (index, valid) => {
          answers[places[index] as number] = valid;
        },
        resolve: () => resolve(answers),
        reject,
      });
      this.handOverSoon();
    });
  }

  /** Ends the threads; what is unanswered is rejected. */
  async close(): Promise<void> {
    this.closed = true;
    const open = new Set<VerifyRequest>(this.queue.clear());
    for (const parts of await Promise.all([...this.threads].map((thread) => thread.close()))) {
      for (const part of parts) open.add(part.request);
    }
    this.threads.clear();
    for (const request of open) request.reject(new Error('the signature verifier is closed'));
  }

  private startThread(): void {
    const file = this.options.workerFile ?? compiledFile(import.meta.url, 'verify.worker.js');
    const thread = new VerifierThread(file, this.options.implementation, {
      onAnswered: () => {
        this.startsInVain = 0;
        this.handOver();
      },
      onLost: (lost, parts, reason) => this.replace(lost, parts, reason),
    });
    this.threads.add(thread);
  }

  /** After the calls of this turn, so that a loop of single checks becomes one batch. */
  private handOverSoon(): void {
    if (this.handOverIsDue) return;
    this.handOverIsDue = true;
    queueMicrotask(() => {
      this.handOverIsDue = false;
      this.handOver();
    });
  }

  private handOver(): void {
    while (this.queue.size > 0 && !this.closed) {
      const thread = this.idlestThread();
      if (thread === undefined) {
        if (this.threads.size === 0) void this.answerByReference(this.queue.take(this.queue.size));
        return;
      }
      // Smaller batches towards the end, so that all threads finish together.
      const share = Math.ceil(this.queue.size / (this.threads.size * 2));
      thread.start(this.queue.take(Math.min(MAX_BATCH_CHECKS, Math.max(MIN_BATCH_CHECKS, share))));
    }
  }

  private idlestThread(): VerifierThread | undefined {
    let idlest: VerifierThread | undefined;
    for (const thread of this.threads) {
      if (thread.freeSlots > (idlest?.freeSlots ?? 0)) idlest = thread;
    }
    return idlest;
  }

  private replace(lost: VerifierThread, parts: RequestPart[], reason: Error): void {
    if (this.closed) return;
    this.threads.delete(lost);
    if (lost.answeredBatches === 0) this.startsInVain++;
    const replaced = this.startsInVain < MAX_STARTS_IN_VAIN;
    this.log.error('a signature thread died', { reason: reason.message, unanswered: parts.length, replaced });
    if (replaced) this.startThread();
    void this.answerByReference(parts);
    this.handOver();
  }

  private async answerByReference(parts: readonly RequestPart[]): Promise<void> {
    for (const { request, start, count } of parts) {
      const answers = await this.reference.verify(request.checks.slice(start, start + count));
      for (const [i, valid] of answers.entries()) request.answer(start + i, valid);
      request.unanswered -= count;
      if (request.unanswered === 0) request.resolve();
    }
  }
}
