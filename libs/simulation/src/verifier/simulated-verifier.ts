import { type Clock, delay } from '#domain/primitives/clock.port';
import type { SignatureCheck, SignatureVerifier } from '#domain/transaction/signature-verifier.port';
import { checkOnce } from './remembered-check.ts';

/** Native checks of one core. */
const CHECKS_PER_MS = 10;

/** Answers as any verifier must, after the virtual time that a worker thread would take. */
export class SimulatedVerifier implements SignatureVerifier {
  readonly description = 'simulated';

  constructor(private readonly clock: Clock) {}

  async verify(checks: readonly SignatureCheck[]): Promise<boolean[]> {
    if (checks.length === 0) return [];
    await delay(this.clock, Math.ceil(checks.length / CHECKS_PER_MS));
    return checks.map(checkOnce);
  }

  async close(): Promise<void> {}
}
