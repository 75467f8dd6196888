import type { SignatureCheck } from '#domain/transaction/signature-verifier.port';
import {
  CHECK_BYTES,
  type CheckSignature,
  DIGEST_BYTES,
  PUBLIC_KEY_BYTES,
  SIGNATURE_BYTES,
} from './check-signature.ts';

/** About 18 ms of native work: long enough that handing over costs nothing, short enough to let others in between. */
export const MAX_BATCH_CHECKS = 256;

/** One batch that runs and one that waits, so that a thread never idles while the main thread is busy elsewhere. */
export const SLOTS_PER_THREAD = 2;

const SLOT_BYTES = MAX_BATCH_CHECKS * (CHECK_BYTES + 1);

/**
 * The memory that a verifying thread shares with the main one: a few slots, each with the bytes of a batch of
 * checks and, after them, one byte for each answer. Whoever holds a slot (told by message) writes it alone.
 */
export class BatchMemory {
  private readonly bytes: Uint8Array;

  constructor(readonly buffer = new SharedArrayBuffer(SLOTS_PER_THREAD * SLOT_BYTES)) {
    this.bytes = new Uint8Array(buffer);
  }

  /** Main thread: puts a check into place `index` of a slot. */
  write(slot: number, index: number, check: SignatureCheck): void {
    const start = slot * SLOT_BYTES + index * CHECK_BYTES;
    this.bytes.set(check.digest, start);
    this.bytes.set(check.signature, start + DIGEST_BYTES);
    this.bytes.set(check.publicKey, start + DIGEST_BYTES + SIGNATURE_BYTES);
  }

  /** Verifying thread: answers the first `count` checks of a slot. */
  answerAll(slot: number, count: number, checkSignature: CheckSignature): void {
    for (let index = 0; index < count; index++) {
      const digest = slot * SLOT_BYTES + index * CHECK_BYTES;
      const signature = digest + DIGEST_BYTES;
      const publicKey = signature + SIGNATURE_BYTES;
      const valid = checkSignature(
        this.bytes.subarray(digest, signature),
        this.bytes.subarray(signature, publicKey),
        this.bytes.subarray(publicKey, publicKey + PUBLIC_KEY_BYTES),
      );
      this.bytes[this.answerAt(slot, index)] = valid ? 1 : 0;
    }
  }

  /** Main thread: the answer in place `index` of a slot. */
  answer(slot: number, index: number): boolean {
    return this.bytes[this.answerAt(slot, index)] === 1;
  }

  private answerAt(slot: number, index: number): number {
    return slot * SLOT_BYTES + MAX_BATCH_CHECKS * CHECK_BYTES + index;
  }
}
