import type { Clock } from '#domain/primitives/clock.port';
import type { SignatureVerifier } from '#domain/transaction/signature-verifier.port';
import { SimulatedDisk } from '../disk/simulated-disk.ts';
import type { SeededStream } from '../random/seeded-stream.ts';
import { SimulatedVerifier } from '../verifier/simulated-verifier.ts';

/**
 * What a run is made of. A test replaces a part by one that breaks a rule, to show that the swarm finds it; nothing
 * else does.
 */
export interface Injections {
  readonly verifier: (clock: Clock) => SignatureVerifier;
  readonly disk: (stream: SeededStream) => SimulatedDisk;
}

export const HONEST_PARTS: Injections = {
  verifier: (clock) => new SimulatedVerifier(clock),
  disk: (stream) => new SimulatedDisk(stream),
};
