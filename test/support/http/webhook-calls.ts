import type { WebhookTiming } from '#adapters/webhooks/webhook-timing';
import { testAddress } from '../keys.ts';
import type { TestPeer } from './test-peer.ts';

export interface CreatedWebhook {
  readonly id: string;
  readonly secret: string;
  readonly position: number;
}

export interface WebhookStatusBody {
  readonly state: string;
  readonly position: number;
  readonly deadLetters: number;
  readonly oldSecretsUntil: string | null;
  readonly failure: { readonly code: string; readonly status: number | null } | null;
}

/** Four attempts within moments. */
export const HURRY: WebhookTiming = { requestTimeoutMs: 1_000, firstRetryMs: 5, longestRetryMs: 40, attempts: 4 };

const DEADLINE_MS = 30_000;

export function subscribe({ api }: TestPeer, url: string, more: object = {}): Promise<CreatedWebhook> {
  return api.ok<CreatedWebhook>('POST', '/v1/webhooks', { body: { url, ...more } }, 201);
}

export function webhookStatus({ api }: TestPeer, id: string): Promise<WebhookStatusBody> {
  return api.ok<WebhookStatusBody>('GET', `/v1/webhooks/${id}`);
}

/** Waits for what a subscription says of itself. */
export async function untilWebhook(
  peer: TestPeer,
  id: string,
  holds: (status: WebhookStatusBody) => boolean,
): Promise<WebhookStatusBody> {
  const end = performance.now() + DEADLINE_MS;
  for (;;) {
    const status = await webhookStatus(peer, id);
    if (holds(status)) return status;
    if (performance.now() > end) throw new Error(`still ${JSON.stringify(status)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** One block for somebody. */
export function mineOne({ api }: TestPeer): Promise<unknown> {
  return api.ok('POST', '/v1/mining/blocks', { body: { recipient: testAddress(3) } }, 201);
}
