import { type WebhookCode, webhookRules } from '../../webhooks/webhook.errors.ts';
import { type Explanation, explain } from '../explanation.ts';

/** Of subscriptions, and of events that could not be delivered. */
export const WEBHOOK_EXPLANATIONS: readonly Explanation[] = explain<{ readonly code: WebhookCode }>(
  'webhooks',
  webhookRules,
  {},
  {
    'webhook-unreachable': 'See that the receiver runs and can be reached from this peer.',
    'webhook-answer-refused': 'Look in the log of the receiver; any 2xx says that an event has arrived.',
  },
);
