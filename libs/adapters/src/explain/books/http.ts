import { type HttpRefusal, httpRules } from '../../http/problems/http.errors.ts';
import { type Explanation, explain } from '../explanation.ts';

const MAXIMUM = 'how many there may be';

/** Of calls over HTTP. */
export const HTTP_EXPLANATIONS: readonly Explanation[] = explain<HttpRefusal>(
  'http',
  httpRules,
  {
    'request-invalid': {
      errors: 'for each field that does not fit its name (`field`) and what it has to be (`detail`)',
    },
    'request-rate': { maximumPerMinute: 'how many calls a minute are answered' },
    'method-not-allowed': { allowed: 'the methods that the path answers' },
    'block-not-found': { block: 'what was asked for' },
    'transaction-not-found': { id: 'what was asked for' },
    'transaction-not-confirmed': { id: 'the transaction' },
    'explanation-not-found': { unknown: 'the code that was asked for' },
    'host-not-allowed': { host: 'the name in the Host header' },
    'origin-not-allowed': { origin: 'the Origin header' },
    'events-passed': {
      after: 'the number that was given',
      oldest: 'the oldest event that is kept',
      latest: 'the latest event',
    },
    'events-busy': { maximum: MAXIMUM },
  },
  {
    'request-malformed': 'Send valid JSON, with its full length.',
    'request-media-type': 'Send content-type: application/json.',
    'not-found': 'GET /openapi.json lists every path; /docs shows them.',
    'block-not-found':
      'GET /v1/branches tells the recent blocks of other branches; a body that was pruned is not kept here any more.',
    'transaction-not-found':
      'It may not have come to this peer yet, may have been dropped, or its block may have been pruned here.',
    'transaction-not-confirmed': 'Mine a block, or wait for one.',
    'token-missing': 'Send Authorization: Bearer TOKEN with the token from api-token in the peer’s data directory.',
    'token-wrong': 'Every peer has a token of its own: see that this is the one of this peer.',
    'host-not-allowed': 'Call the peer by the name of this machine, or allow the name and start the peer again.',
    'events-busy': 'Close streams that nobody reads.',
    'internal-error': 'Look in the log of the peer, and report what it says.',
  },
);
