import { type WebhookRefusal, webhookRules } from '../../webhooks/webhook.errors.ts';
import { type Explanation, explain } from '../explanation.ts';

/** Of subscriptions, and of events that could not be delivered. */
export const WEBHOOK_EXPLANATIONS: readonly Explanation[] = explain<WebhookRefusal>(
  'webhooks',
  webhookRules,
  {
    'webhook-not-found': { id: 'the id that was asked for' },
    'webhook-too-many': { maximum: 'how many there may be' },
    'webhook-secrets-full': { maximum: 'how many replaced ones may sign' },
    'webhook-address-not-allowed': { address: "the receiver's address" },
    'webhook-redirected': { status: 'what the receiver answered' },
    'webhook-answer-refused': {
      status: 'what the receiver answered',
      retryAfterMs: 'how long it asked to be left alone, in milliseconds',
    },
  },
  {
    'webhook-unreachable': 'See that the receiver runs and can be reached from this peer.',
    'webhook-answer-refused': 'Look in the log of the receiver; any 2xx says that an event has arrived.',
  },
);
