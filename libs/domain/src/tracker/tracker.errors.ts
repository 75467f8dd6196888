import type { RuleBook } from '../primitives/result.ts';
import { type AdmissionRefusal, admissionRules } from './admission.errors.ts';

/** Why a tracker does not do what a session asks for. */
export type TrackerRefusal =
  | AdmissionRefusal
  | { readonly code: 'peer-unknown' }
  | { readonly code: 'peer-is-self' }
  | { readonly code: 'peer-banned' }
  | { readonly code: 'tracker-full'; readonly limit: number }
  | { readonly code: 'tracker-stopping' }
  | { readonly code: 'session-closed' }
  | { readonly code: 'session-request-rate'; readonly perSecond: number }
  | { readonly code: 'command-not-served'; readonly command: string }
  | { readonly code: 'address-record-foreign'; readonly owner: string };

export const trackerRules: RuleBook<TrackerRefusal> = {
  ...admissionRules,
  'peer-unknown': 'Only who has joined is answered: join (again) with PCONNECT.',
  'peer-is-self': 'A tracker does not join itself.',
  'peer-banned': 'A peer that broke the protocol is not let in again for an hour.',
  'tracker-full': 'The registry has room for so many peers and no more; CHEESE_MAX_PEERS of the tracker says how many.',
  'tracker-stopping': 'A tracker that stops takes nobody in.',
  'session-closed': 'A greeting counts while its session stands.',
  'session-request-rate': 'A session may ask 60 times at once and then twice a second: an honest peer needs far less.',
  'command-not-served': 'A tracker introduces peers; blocks and transactions are asked of peers.',
  'address-record-foreign': 'A peer tells a tracker its own address and nobody else’s.',
};
