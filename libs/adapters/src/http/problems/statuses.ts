import type { HttpCode } from './http.errors.ts';

const HTTP_STATUSES: Readonly<Record<HttpCode, number>> = {
  'request-malformed': 400,
  'request-invalid': 400,
  'request-too-large': 413,
  'request-media-type': 415,
  'request-rate': 429,
  'request-timeout': 408,
  'path-malformed': 400,
  'path-too-long': 414,
  'not-found': 404,
  'method-not-allowed': 405,
  'block-not-found': 404,
  'transaction-not-found': 404,
  'transaction-not-confirmed': 409,
  'explanation-not-found': 404,
  'token-missing': 401,
  'token-wrong': 401,
  'host-not-allowed': 403,
  'origin-not-allowed': 403,
  'events-passed': 410,
  'events-busy': 503,
  'internal-error': 500,
};

/** Refusals of capabilities that are more than an unprocessable request. */
const CAPABILITY_STATUSES: Readonly<Record<string, number>> = {
  'wallet-missing': 404,
  'wallet-exists': 409,
  'wallet-locked': 423,
  'wallet-password-wrong': 403,
  'wallet-not-encrypted': 409,
  'wallet-busy': 429,
  'payment-busy': 429,
  'idempotency-key-invalid': 400,
  'mining-busy': 409,
  'mining-cancelled': 409,
  'mining-clock-behind': 503,
  'mining-block-refused': 500,
  'webhook-not-found': 404,
  'webhook-too-many': 409,
  'webhook-secrets-full': 409,
  'work-unknown': 404,
  'work-stale': 409,
  'mempool-known': 409,
  'mempool-busy': 503,
  'mempool-full': 503,
  'mempool-cursor': 400,
  'revocation-unknown': 404,
  'revocation-list-full': 409,
  'join-tokens-full': 409,
  'admission-not-kept': 503,
  'keystore-damaged': 503,
  'keystore-version-unknown': 503,
  'keystore-wrong-network': 503,
  'keystore-unreadable': 503,
  'keystore-unwritable': 503,
};

const STATUSES: Readonly<Record<string, number>> = { ...CAPABILITY_STATUSES, ...HTTP_STATUSES };

const UNPROCESSABLE = 422;

/** The HTTP status that goes with a code. */
export function statusOf(code: string): number {
  return STATUSES[code] ?? UNPROCESSABLE;
}
