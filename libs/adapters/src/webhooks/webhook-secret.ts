/** As Standard Webhooks writes symmetric secrets. */
const PREFIX = 'whsec_';
/** As that convention bounds them. */
const MIN_SECRET_BYTES = 24;
const MAX_SECRET_BYTES = 64;
/** As strong as the digest. */
export const NEW_SECRET_BYTES = 32;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

export function formatSecret(key: Uint8Array): string {
  return PREFIX + Buffer.from(key).toString('base64');
}

/** The key of a secret, or undefined when it is none. */
export function keyOf(secret: string): Uint8Array | undefined {
  const text = secret.slice(PREFIX.length);
  if (!secret.startsWith(PREFIX) || !BASE64.test(text)) return undefined;
  const key = Buffer.from(text, 'base64');
  return key.length >= MIN_SECRET_BYTES && key.length <= MAX_SECRET_BYTES ? key : undefined;
}
