import type { RuleBook } from '#domain/primitives/result';
import type { FieldProblem } from './problem.ts';

/** A refusal of the HTTP side itself; everything else carries the code of the capability that refused. */
export type HttpRefusal =
  | { readonly code: 'request-malformed' }
  | { readonly code: 'request-invalid'; readonly errors: readonly FieldProblem[] }
  | { readonly code: 'request-too-large' }
  | { readonly code: 'request-media-type' }
  | { readonly code: 'request-rate'; readonly maximumPerMinute: number }
  | { readonly code: 'request-timeout' }
  | { readonly code: 'path-malformed' }
  | { readonly code: 'path-too-long' }
  | { readonly code: 'not-found' }
  | { readonly code: 'method-not-allowed'; readonly allowed: readonly string[] }
  | { readonly code: 'block-not-found'; readonly block: string }
  | { readonly code: 'transaction-not-found'; readonly id: string }
  | { readonly code: 'transaction-not-confirmed'; readonly id: string }
  | { readonly code: 'explanation-not-found'; readonly unknown: string }
  | { readonly code: 'token-missing' }
  | { readonly code: 'token-wrong' }
  | { readonly code: 'host-not-allowed'; readonly host: string }
  | { readonly code: 'origin-not-allowed'; readonly origin: string }
  | { readonly code: 'events-passed'; readonly after: number; readonly oldest: number; readonly latest: number }
  | { readonly code: 'events-busy'; readonly maximum: number }
  | { readonly code: 'internal-error' };

export type HttpCode = HttpRefusal['code'];

export const httpRules: RuleBook<HttpRefusal> = {
  'request-malformed': 'A request is HTTP, and its body JSON (RFC 8259), complete and within its size.',
  'request-invalid':
    'Every field has its type and range, and there are no others; `errors` names each that does not fit.',
  'request-too-large': 'A request body has at most 64 KiB.',
  'request-media-type': 'Bodies come as application/json.',
  'request-rate': 'Calls from other machines are limited; wait as long as Retry-After says.',
  'request-timeout': 'A request is sent whole within half a minute.',
  'path-malformed': 'A path is percent-encoded UTF-8 (RFC 3986).',
  'path-too-long': 'No part of a path is longer than any address or hash.',
  'not-found': 'There is nothing at this path.',
  'method-not-allowed': 'This path answers other methods, which Allow lists.',
  'block-not-found': 'No block of the best chain has this hash or height.',
  'transaction-not-found': 'No open or confirmed transaction has this id.',
  'transaction-not-confirmed': 'The transaction is open: only one that a block has can be shown to be there.',
  'explanation-not-found': 'No rule has this code; GET /v1/explain lists all that there are.',
  'token-missing':
    'What changes something or touches the wallet needs the access token: Authorization: Bearer TOKEN. From other machines reading needs it too.',
  'token-wrong': 'The access token is the one in the peer’s data directory (api-token), or CHEESE_API_TOKEN.',
  'host-not-allowed':
    'The Host header names this machine, or a name in CHEESE_HTTP_ALLOWED_HOSTS: other names may be a trick of a foreign page.',
  'origin-not-allowed': 'Pages of other origins may call only when CHEESE_HTTP_ALLOWED_ORIGINS names them.',
  'events-passed':
    'Events are kept for a while; these numbers are older, or of another journal: read the chain anew, then listen without a number.',
  'events-busy': 'A peer tells its events to at most 64 listeners at a time.',
  'internal-error': 'Something went wrong in the peer itself; its log says what.',
};
