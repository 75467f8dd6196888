import { NONCE_OFFSET } from '#domain/block/header';
import { targetToBytes } from '#domain/chain/target';
import { digestIsAtMost } from '#domain/chain/work';
import type { Miner, MiningOutcome, MiningSearch } from '#domain/mining/miner.port';
import { writeUint32 } from '#domain/primitives/bytes';
import { sha256d } from '#domain/primitives/hash';

/** So many nonces between two looks at whether the search is still wanted. */
const NONCES_PER_TURN = 1_000;

/** Searches on the event loop: for networks where a block takes a few hashes. */
export class InProcessMiner implements Miner {
  readonly description = 'in process, for tests';

  async search({ header, target, cancellation }: MiningSearch): Promise<MiningOutcome> {
    const bytes = header.slice();
    const limit = targetToBytes(target);
    for (let nonce = 0; nonce < 2 ** 32; nonce++) {
      writeUint32(bytes, NONCE_OFFSET, nonce);
      if (digestIsAtMost(sha256d(bytes), limit)) return { kind: 'found', nonce, hashes: nonce + 1 };
      if (nonce % NONCES_PER_TURN !== 0) continue;
      if (cancellation?.aborted) return { kind: 'cancelled', hashes: nonce + 1 };
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { kind: 'exhausted', hashes: 2 ** 32 };
  }

  async close(): Promise<void> {}
}
