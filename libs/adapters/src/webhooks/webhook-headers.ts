import { createHmac } from 'node:crypto';
import { invariant } from '#domain/primitives/invariant';
import { keyOf } from './webhook-secret.ts';

/** What is delivered: the id is the same in every attempt. */
export interface WebhookMessage {
  readonly messageId: string;
  readonly body: string;
}

/**
 * The headers that sign a delivery (Standard Webhooks 1.0): HMAC-SHA256 over id, time and body, so that none of the
 * three can be exchanged; one signature for each secret, divided by spaces, of which a receiver needs to know one.
 * `atSeconds`: of this attempt; receivers refuse old ones, which keeps others from replaying.
 */
export function webhookHeaders({ messageId, body }: WebhookMessage, secrets: readonly string[], atSeconds: number) {
  const signed = `${messageId}.${atSeconds}.${body}`;
  return {
    'content-type': 'application/json',
    'webhook-id': messageId,
    'webhook-timestamp': String(atSeconds),
    'webhook-signature': secrets.map((secret) => `v1,${signatureOf(signed, secret)}`).join(' '),
  };
}

function signatureOf(text: string, secret: string): string {
  const key = keyOf(secret);
  invariant(key !== undefined, 'a kept secret is one');
  return createHmac('sha256', key).update(text).digest('base64');
}
