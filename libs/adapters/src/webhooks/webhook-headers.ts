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
 * three can be exchanged. `atSeconds`: of this attempt; receivers refuse old ones, which keeps others from replaying.
 */
export function webhookHeaders({ messageId, body }: WebhookMessage, secret: string, atSeconds: number) {
  const key = keyOf(secret);
  invariant(key !== undefined, 'a kept secret is one');
  const signature = createHmac('sha256', key).update(`${messageId}.${atSeconds}.${body}`).digest('base64');
  return {
    'content-type': 'application/json',
    'webhook-id': messageId,
    'webhook-timestamp': String(atSeconds),
    'webhook-signature': `v1,${signature}`,
  };
}
