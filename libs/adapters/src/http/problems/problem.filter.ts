import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '#domain/primitives/log.port';
import type { Problem } from './problem.ts';
import { problemFrom } from './problem-from.ts';
import { httpProblem } from './problem-of.ts';
import { writeProblem } from './write-problem.ts';

/** Writes every failure as application/problem+json; what nobody expected is logged and told without its details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.write(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** The same for failures outside Nest's reach: hooks, parsers and routes of Fastify itself. */
  write(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    if (reply.sent) return;
    writeProblem(problemFrom(error) ?? this.unexpected(error, request), request, reply);
  }

  private unexpected(error: unknown, request: FastifyRequest): Problem {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.log.error('a request failed', {
      request: request.id,
      method: request.method,
      path: request.url.split('?')[0],
      reason,
    });
    return httpProblem('internal-error');
  }
}
