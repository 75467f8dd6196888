import type { Network } from '#domain/network-params/network';
import type { FullNode } from '#domain/node/full-node';
import type { Clock } from '#domain/primitives/clock.port';
import type { Tracker } from '#domain/tracker/tracker';
import type { SignatureVerifier } from '#domain/transaction/signature-verifier.port';
import { SimulatedDisk } from '../disk/simulated-disk.ts';
import { simulatedChain } from '../peers/simulated-chain.ts';
import type { SeededStream } from '../random/seeded-stream.ts';
import { SimulatedVerifier } from '../verifier/simulated-verifier.ts';

/**
 * What the peers of a run are made of. A test replaces a part by one that breaks a rule, to show that the swarm finds
 * it; nothing else does.
 */
export interface Injections {
  readonly verifier: (clock: Clock) => SignatureVerifier;
  readonly disk: (stream: SeededStream) => SimulatedDisk;
  /** The rules that peers follow; the reference ledger knows the right ones. */
  readonly chain: Network;
  /** Gets every node before it says anything. */
  readonly tamper: (node: FullNode) => void;
  /** Gets every tracker before it listens. */
  readonly tamperTracker: (tracker: Tracker) => void;
}

export function honestParts(): Injections {
  return {
    verifier: (clock) => new SimulatedVerifier(clock),
    disk: (stream) => new SimulatedDisk(stream),
    chain: simulatedChain(),
    tamper: () => undefined,
    tamperTracker: () => undefined,
  };
}
