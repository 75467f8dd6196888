import type { Refusal } from '../primitives/result.ts';
import type { Peer } from './peer.ts';

/** Tells that a peer broke a rule; `refusal`: with the values that broke it, where there are some. */
export type ReportBreach = (peer: Peer, code: string, refusal?: Refusal) => void;
