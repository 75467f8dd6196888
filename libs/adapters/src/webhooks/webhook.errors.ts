import type { RuleBook } from '#domain/primitives/result';

/** Why an attempt to deliver failed. */
export type DeliveryFailure =
  | { readonly code: 'webhook-address-not-allowed'; readonly address?: string }
  | { readonly code: 'webhook-unreachable' }
  | { readonly code: 'webhook-timeout' }
  | { readonly code: 'webhook-redirected'; readonly status: number }
  | {
      readonly code: 'webhook-answer-refused';
      readonly status: number;
      /** How long the receiver asked to be left alone. */
      readonly retryAfterMs?: number;
    };

/** Why a subscription is not made, found or served. */
export type WebhookRefusal =
  | DeliveryFailure
  | { readonly code: 'webhook-not-found'; readonly id: string }
  | { readonly code: 'webhook-too-many'; readonly maximum: number }
  | { readonly code: 'webhook-url-invalid' }
  | { readonly code: 'webhook-secret-invalid' }
  | { readonly code: 'webhook-secrets-full'; readonly maximum: number }
  | { readonly code: 'webhook-dead-letters-full' };

export type WebhookCode = WebhookRefusal['code'];

/** What the receiver answered, when it did. */
export function answeredStatus(failure: DeliveryFailure): number | undefined {
  return 'status' in failure ? failure.status : undefined;
}

/** How long the receiver asked to be left alone, when it did. */
export function askedWaitMs(failure: DeliveryFailure): number | undefined {
  return 'retryAfterMs' in failure ? failure.retryAfterMs : undefined;
}

export const webhookRules: RuleBook<WebhookRefusal> = {
  'webhook-not-found': 'No subscription has this id.',
  'webhook-too-many': 'A peer keeps at most 16 subscriptions: remove one first.',
  'webhook-url-invalid': 'A receiver has an http or https URL without a user, a password or a fragment.',
  'webhook-secret-invalid': 'A secret is whsec_ and the Base64 of 24 to 64 bytes.',
  'webhook-secrets-full':
    'At most three replaced secrets sign beside the newest: wait until one of them ends, or rotate without an overlap, which ends them all.',
  'webhook-address-not-allowed':
    'Receivers in private networks and on this machine are reached only with CHEESE_WEBHOOKS_ALLOW_PRIVATE=true; link-local, multicast and reserved addresses never.',
  'webhook-unreachable': 'The receiver could not be connected to, or hung up before it answered.',
  'webhook-timeout': 'The receiver took longer than ten seconds to answer.',
  'webhook-redirected':
    'The receiver answered with a redirect, and redirects are not followed: subscribe with its new URL.',
  'webhook-answer-refused': 'The receiver answered with a status other than 2xx.',
  'webhook-dead-letters-full':
    'A thousand events could not be delivered, so delivery waits: mend the receiver, then ask for the dead letters again.',
};
