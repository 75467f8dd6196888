import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { EventSource } from '../events/event-source.ts';
import { NeedsToken } from '../http/access/access.decorators.ts';
import { Refuses } from '../http/document/refuses.decorator.ts';
import { httpProblem, valueOrProblem } from '../http/problems/problem-of.ts';
import { readCursor } from '../http/views/cursor.ts';
import { PageQuery } from '../http/views/page-query.dto.ts';
import { CreateWebhookRequest, RotateSecretRequest } from './webhook.dto.ts';
import {
  CreatedWebhookView,
  DeadLetterCount,
  DeadLetterPage,
  deadLetterView,
  WebhookList,
  WebhookView,
  webhookView,
} from './webhook.view.ts';
import { ROTATION_DESCRIPTION, WEBHOOKS_DESCRIPTION } from './webhooks.document.ts';
import { Webhooks } from './webhooks.ts';

const ApiId = () => ApiParam({ name: 'id', example: 'wh_5f1d3c0a9b8e7264' });

/** Events delivered to whoever subscribed. */
@ApiTags('webhooks')
@ApiBearerAuth()
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly source: EventSource,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Subscribe', description: WEBHOOKS_DESCRIPTION })
  @ApiCreatedResponse({ type: CreatedWebhookView, description: 'The subscription, with its secret' })
  @Refuses(
    'webhook-too-many',
    'webhook-url-invalid',
    'webhook-secret-invalid',
    'webhook-address-not-allowed',
    'events-passed',
  )
  async createWebhook(@Body() { url, events, secret, after }: CreateWebhookRequest): Promise<CreatedWebhookView> {
    const { oldest, latest } = this.source.recorder.journal.bounds();
    if (after !== undefined && (after + 1 < oldest || after > latest)) {
      throw httpProblem('events-passed', { after, oldest, latest });
    }
    const webhook = valueOrProblem(await this.webhooks.create({ url, events, secret, after: after ?? latest }));
    const untouched = { failure: undefined, isRetrying: false, oldSecretsUntilMs: undefined, deadLetters: 0 };
    return { ...webhookView({ webhook, ...untouched }), secret: webhook.secret };
  }

  @Get()
  @NeedsToken()
  @ApiOperation({ summary: 'Subscriptions', description: 'And how each fares.' })
  @ApiOkResponse({ type: WebhookList, description: 'All of them' })
  async listWebhooks(): Promise<WebhookList> {
    return { webhooks: (await this.webhooks.list()).map(webhookView) };
  }

  @Get(':id')
  @NeedsToken()
  @ApiOperation({ summary: 'A subscription' })
  @ApiId()
  @ApiOkResponse({ type: WebhookView, description: 'The subscription' })
  @Refuses('webhook-not-found')
  async getWebhook(@Param('id') id: string): Promise<WebhookView> {
    return webhookView(valueOrProblem(await this.webhooks.find(id)));
  }

  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Unsubscribe', description: 'Its dead letters go with it.' })
  @ApiId()
  @ApiNoContentResponse({ description: 'Nothing is delivered any more' })
  @Refuses('webhook-not-found')
  async deleteWebhook(@Param('id') id: string): Promise<void> {
    valueOrProblem(await this.webhooks.remove(id));
  }

  @Post(':id/secret')
  @ApiOperation({ summary: 'Replace the secret', description: ROTATION_DESCRIPTION })
  @ApiId()
  @ApiBody({ type: RotateSecretRequest, required: false })
  @ApiCreatedResponse({ type: CreatedWebhookView, description: 'The subscription, with its new secret' })
  @Refuses('webhook-not-found', 'webhook-secret-invalid', 'webhook-secrets-full')
  async rotateWebhookSecret(
    @Param('id') id: string,
    @Body() { secret, overlapSeconds }: RotateSecretRequest,
  ): Promise<CreatedWebhookView> {
    const status = valueOrProblem(await this.webhooks.rotateSecret(id, secret, overlapSeconds));
    return { ...webhookView(status), secret: status.webhook.secret };
  }

  @Get(':id/dead-letters')
  @NeedsToken()
  @ApiOperation({ summary: 'Events that could not be delivered', description: 'Newest first.' })
  @ApiId()
  @ApiOkResponse({ type: DeadLetterPage, description: 'A page of them' })
  @Refuses('webhook-not-found')
  async listDeadLetters(@Param('id') id: string, @Query() { limit, before }: PageQuery): Promise<DeadLetterPage> {
    const bound = before === undefined ? undefined : readCursor(before, 1)[0];
    const letters = valueOrProblem(await this.webhooks.deadLetters(id, bound, limit));
    const last = letters.length < limit ? undefined : letters.at(-1);
    return { deadLetters: letters.map(deadLetterView), next: last === undefined ? null : String(last.number) };
  }

  @Post(':id/dead-letters/retry')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Try dead letters again',
    description: 'Each once, lowest number first, ahead of new events; those that fail again stay.',
  })
  @ApiId()
  @ApiAcceptedResponse({ type: DeadLetterCount, description: 'They are tried now' })
  @Refuses('webhook-not-found')
  async retryDeadLetters(@Param('id') id: string): Promise<DeadLetterCount> {
    return { deadLetters: valueOrProblem(await this.webhooks.retryDeadLetters(id)) };
  }

  @Delete(':id/dead-letters')
  @HttpCode(204)
  @ApiOperation({ summary: 'Give up dead letters', description: 'They are never delivered.' })
  @ApiId()
  @ApiNoContentResponse({ description: 'There are none left' })
  @Refuses('webhook-not-found')
  async deleteDeadLetters(@Param('id') id: string): Promise<void> {
    valueOrProblem(await this.webhooks.forgetDeadLetters(id));
  }
}
