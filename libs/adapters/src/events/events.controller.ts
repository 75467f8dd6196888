import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refuses } from '../http/document/refuses.decorator.ts';
import { httpProblem, invalidRequest } from '../http/problems/problem-of.ts';
import { EventSource } from './event-source.ts';
import { EventStream } from './event-stream.ts';
import { EVENTS_DESCRIPTION, EVENTS_EXAMPLE } from './events.document.ts';
import { EventsQuery } from './events-query.dto.ts';

/** Each costs a socket and a place in every round of telling: far more than a page and some services need. */
const MAX_STREAMS = 64;
const NUMBER = /^\d{1,15}$/;

/** What happens, as it happens. */
@ApiTags('events')
@ApiBearerAuth()
@Controller('v1/events')
export class EventsController {
  private streams = 0;

  constructor(private readonly source: EventSource) {}

  @Get()
  @ApiOperation({ summary: 'Events as they happen', description: EVENTS_DESCRIPTION })
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description: 'Number of the last event that was heard: everything after it is told',
    schema: { type: 'string', pattern: NUMBER.source },
    example: '1042',
  })
  @ApiOkResponse({
    description: 'Server-sent events, without end',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: EVENTS_EXAMPLE } },
  })
  @Refuses('request-invalid', 'events-passed', 'events-busy')
  async listen(
    @Headers('last-event-id') lastEventId: string | undefined,
    @Query() { after }: EventsQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const start = this.startOf(lastEventId ?? after);
    void reply.type('text/event-stream; charset=utf-8');
    if (request.method === 'HEAD') {
      await reply.send();
      return;
    }
    if (this.streams >= MAX_STREAMS) throw httpProblem('events-busy', { maximum: MAX_STREAMS });
    this.streams++;
    const stream = new EventStream(this.source, start);
    stream.once('close', () => {
      this.streams--;
    });
    reply.raw.once('close', () => stream.destroy());
    void reply.send(stream);
    await stream.start();
  }

  /** After which number to begin. */
  private startOf(given: string | undefined): number {
    const { oldest, latest } = this.source.recorder.journal.bounds();
    if (given === undefined || given === '') return latest;
    if (!NUMBER.test(given)) throw invalidRequest({ field: 'Last-Event-ID', detail: 'it is the number of an event' });
    const after = Number(given);
    if (after + 1 < oldest || after > latest) throw httpProblem('events-passed', { after, oldest, latest });
    return after;
  }
}
