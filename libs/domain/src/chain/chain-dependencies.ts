import type { Network } from '../network-params/network.ts';
import type { Clock } from '../primitives/clock.port.ts';
import type { Log } from '../primitives/log.port.ts';
import type { SignatureVerifier } from '../transaction/signature-verifier.port.ts';
import type { ChainStore } from './chain-store.port.ts';
import type { VerifiedTransactions } from './prepare-block.ts';

/** What a chain runs on. */
export interface ChainDependencies {
  readonly network: Network;
  readonly store: ChainStore;
  readonly verifier: SignatureVerifier;
  readonly verified: VerifiedTransactions;
  readonly clock: Clock;
  readonly log: Log;
}
