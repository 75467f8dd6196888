import type { Network } from '#domain/network-params/network';
import type { Endpoint } from '#domain/peer-network/endpoint';

/** A peer that is attacked. */
export interface Target {
  readonly endpoint: Endpoint;
  readonly network: Network;
  /** An honest peer whose session with the target an attacker would like to have. */
  readonly honest: Endpoint;
}

/** One way to be a nuisance, tried over and over. */
export interface Attack {
  readonly name: string;
  /** Attackers of this kind at the same time. */
  readonly attackers: number;
  /** Between the end of one try and the next of the same attacker. */
  readonly pauseMs: number;
  /** Tries once; resolves with what came of it, in a word: the code that the attacker got, where there is one. */
  once(target: Target): Promise<string>;
}
