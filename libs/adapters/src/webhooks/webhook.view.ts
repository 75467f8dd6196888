import { ApiProperty } from '@nestjs/swagger';
import { ApiCount, ApiNext, ApiTime } from '../http/views/properties.ts';
import { WEBHOOK_EVENTS } from './webhook.dto.ts';
import { answeredStatus } from './webhook.errors.ts';
import type { DeadLetter } from './webhook.ts';
import type { WebhookStatus } from './webhooks.ts';

const STATES = ['delivering', 'retrying', 'paused'] as const;
const EXAMPLE_ID = 'wh_5f1d3c0a9b8e7264';
const ApiStatus = () =>
  ApiProperty({ type: 'integer', nullable: true, description: 'What the receiver answered, if it did', example: 503 });

export class DeliveryFailureView {
  @ApiProperty({ description: 'Stable; GET /v1/explain/{code} says more', example: 'webhook-answer-refused' })
  readonly code!: string;
  @ApiStatus()
  readonly status!: number | null;
  @ApiTime('Of the attempt')
  readonly at!: string;
}

/** A subscription. A secret is told once, when it is made. */
export class WebhookView {
  @ApiProperty({ pattern: '^wh_[0-9a-f]{16}$', example: EXAMPLE_ID })
  readonly id!: string;
  @ApiProperty({ description: 'Where to deliver', example: 'https://shop.example.org/cheese' })
  readonly url!: string;
  @ApiProperty({ enum: WEBHOOK_EVENTS, isArray: true, description: 'Empty: all', example: ['block.connected'] })
  readonly events!: string[];
  @ApiTime('When it was made')
  readonly createdAt!: string;
  @ApiProperty({
    enum: STATES,
    description: '`retrying`: an event failed and is tried again. `paused`: too many dead letters, ask for them again',
    example: 'delivering',
  })
  readonly state!: (typeof STATES)[number];
  @ApiCount('Number of the last event that is dealt with', 1_042)
  readonly position!: number;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Until when replaced secrets sign beside the newest; null when none was replaced lately',
    example: null,
  })
  readonly oldSecretsUntil!: string | null;
  @ApiCount('Events that could not be delivered', 0)
  readonly deadLetters!: number;
  @ApiProperty({ type: () => DeliveryFailureView, nullable: true, description: 'The last attempt, if it failed' })
  readonly failure!: DeliveryFailureView | null;
}

export class CreatedWebhookView extends WebhookView {
  @ApiProperty({
    description: 'What deliveries are signed with from now on; never told again',
    example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD5bkmlJ4PYxM=',
  })
  readonly secret!: string;
}

export class WebhookList {
  @ApiProperty({ type: [WebhookView], description: 'Oldest first' })
  readonly webhooks!: WebhookView[];
}

export class DeadLetterView {
  @ApiCount("The event's", 1_042)
  readonly number!: number;
  @ApiProperty({ description: 'The `webhook-id` of every attempt', example: 'evt_1042_lm3k9q2w' })
  readonly messageId!: string;
  @ApiProperty({ description: "The event's name", example: 'block.connected' })
  readonly type!: string;
  @ApiCount('Attempts that were made', 10)
  readonly attempts!: number;
  @ApiTime('Of the last attempt')
  readonly failedAt!: string;
  @ApiProperty({ description: 'Why the last attempt failed', example: 'webhook-unreachable' })
  readonly code!: string;
  @ApiStatus()
  readonly status!: number | null;
  @ApiProperty({ description: 'The JSON that was sent', example: '{"id":1042,"type":"block.connected"}' })
  readonly body!: string;
}

export class DeadLetterPage {
  @ApiProperty({ type: [DeadLetterView], description: 'Newest first' })
  readonly deadLetters!: DeadLetterView[];
  @ApiNext()
  readonly next!: string | null;
}

export class DeadLetterCount {
  @ApiCount('Dead letters that are tried again', 3)
  readonly deadLetters!: number;
}

export function webhookView(status: WebhookStatus): WebhookView {
  const { webhook, failure, isRetrying, oldSecretsUntilMs, deadLetters } = status;
  const { id, url, events, createdAtMs, position, paused } = webhook;
  return {
    id,
    url,
    events: [...events],
    createdAt: new Date(createdAtMs).toISOString(),
    state: paused !== undefined ? 'paused' : isRetrying ? 'retrying' : 'delivering',
    position,
    oldSecretsUntil: oldSecretsUntilMs === undefined ? null : new Date(oldSecretsUntilMs).toISOString(),
    deadLetters,
    failure:
      failure === undefined
        ? null
        : { code: failure.code, status: answeredStatus(failure) ?? null, at: new Date(failure.atMs).toISOString() },
  };
}

export function deadLetterView({ failedAtMs, status, ...letter }: DeadLetter): DeadLetterView {
  return { ...letter, failedAt: new Date(failedAtMs).toISOString(), status: status ?? null };
}
