/** Codes of the HTTP side itself; everything else carries the code of the capability that refused. */
export const httpRules = {
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
} as const;

export type HttpCode = keyof typeof httpRules;
