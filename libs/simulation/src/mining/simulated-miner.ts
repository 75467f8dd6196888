import { NONCE_OFFSET } from '#domain/block/header';
import { TWO_TO_256, targetToBytes } from '#domain/chain/target';
import { digestIsAtMost } from '#domain/chain/work';
import type { Miner, MiningOutcome, MiningSearch } from '#domain/mining/miner.port';
import { writeUint32 } from '#domain/primitives/bytes';
import type { Clock, Timer } from '#domain/primitives/clock.port';
import { sha256d } from '#domain/primitives/hash';
import { invariant } from '#domain/primitives/invariant';
import type { SeededStream } from '../random/seeded-stream.ts';

/** Simulated networks are a million times easier than real ones. */
const MAX_HASHES = 4_000_000;

/** The 80 bytes with this nonce. */
export function withNonceAt(header: Uint8Array, nonce: number): Uint8Array {
  const bytes = header.slice();
  writeUint32(bytes, NONCE_OFFSET, nonce);
  return bytes;
}

/** The nonce that meets the target, by trying: real work, only little of it. */
export function findNonce(header: Uint8Array, target: bigint): number {
  const bytes = header.slice();
  const limit = targetToBytes(target);
  for (let nonce = 0; nonce < MAX_HASHES; nonce++) {
    writeUint32(bytes, NONCE_OFFSET, nonce);
    if (digestIsAtMost(sha256d(bytes), limit)) return nonce;
  }
  throw new Error('a simulated network must have easy targets');
}

/**
 * Finds blocks as a Poisson process of its hash rate does: the waiting time is drawn for the target, the nonce is
 * searched when it is over. Exponential times have no memory, so that a new search or another rate just draws anew.
 */
export class SimulatedMiner implements Miner {
  readonly description = 'simulated';
  private current: { readonly begin: () => void; readonly end: (outcome: MiningOutcome) => void } | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly stream: SeededStream,
    /** Hashes per virtual second; 0 finds nothing. */
    private rate: number,
    /** Hears of each header that was found (80 bytes). */
    private readonly found: (header: Uint8Array) => void,
  ) {}

  /** Another hash rate from now on. */
  setRate(hashesPerSecond: number): void {
    this.rate = hashesPerSecond;
    this.current?.begin();
  }

  search({ header, target, cancellation }: MiningSearch): Promise<MiningOutcome> {
    invariant(this.current === undefined, 'one search at a time');
    return new Promise((resolve) => {
      let timer: Timer | undefined;
      const end = (outcome: MiningOutcome): void => {
        timer?.cancel();
        cancellation?.removeEventListener('abort', cancel);
        this.current = undefined;
        resolve(outcome);
      };
      const cancel = (): void => end({ kind: 'cancelled', hashes: 0 });
      const begin = (): void => {
        timer?.cancel();
        if (this.rate <= 0) return;
        const seconds = this.stream.exponential(Number(TWO_TO_256 / (target + 1n)) / this.rate);
        timer = this.clock.setTimer(Math.ceil(seconds * 1000), () => {
          const nonce = findNonce(header, target);
          this.found(withNonceAt(header, nonce));
          end({ kind: 'found', nonce, hashes: 1 });
        });
      };
      if (cancellation?.aborted === true) {
        resolve({ kind: 'cancelled', hashes: 0 });
        return;
      }
      cancellation?.addEventListener('abort', cancel, { once: true });
      this.current = { begin, end };
      begin();
    });
  }

  async close(): Promise<void> {
    this.current?.end({ kind: 'cancelled', hashes: 0 });
  }
}
