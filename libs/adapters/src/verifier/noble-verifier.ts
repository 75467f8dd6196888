import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SignatureCheck, SignatureVerifier } from '#domain/transaction/signature-verifier.port';
import { hasRightLengths } from './check-signature.ts';
import { checkWithNoble } from './check-with-noble.ts';

// One check takes about 2 ms: after eight the event loop gets its turn, well before 50 ms are over.
const CHECKS_PER_TURN = 8;

/** The reference: @noble/curves on the calling thread. For tests, and for what a broken worker left undone. */
export class NobleVerifier implements SignatureVerifier {
  readonly description = '@noble/curves on the main thread';

  async verify(checks: readonly SignatureCheck[]): Promise<boolean[]> {
    const answers: boolean[] = [];
    for (const [index, check] of checks.entries()) {
      if (index > 0 && index % CHECKS_PER_TURN === 0) await nextTurn();
      answers.push(hasRightLengths(check) && checkWithNoble(check.digest, check.signature, check.publicKey));
    }
    return answers;
  }

  async close(): Promise<void> {}
}
