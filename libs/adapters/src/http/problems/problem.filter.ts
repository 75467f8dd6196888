import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '#domain/primitives/log.port';
import { Problem } from './problem.ts';
import { httpProblem } from './problem-of.ts';

/** Fastify's own refusals, by its code. */
const FASTIFY_PROBLEMS: Readonly<Record<string, () => Problem>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => httpProblem(415, 'request-media-type'),
  FST_ERR_CTP_BODY_TOO_LARGE: () => httpProblem(413, 'request-too-large'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => httpProblem(400, 'request-malformed'),
  FST_ERR_CTP_INVALID_JSON_BODY: () => httpProblem(400, 'request-malformed'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => httpProblem(400, 'request-malformed'),
  FST_ERR_RATE_LIMIT: () => httpProblem(429, 'request-rate'),
};

/** Writes every failure as application/problem+json; what nobody expected is logged and told without its details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.write(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** The same for failures outside Nest's reach: hooks and routes of Fastify itself. */
  write(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const problem = this.problemFor(error, request);
    if (reply.sent) return;
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
    void reply
      .status(problem.status)
      .type('application/problem+json')
      .send(JSON.stringify(problemBody(problem, request.url)));
  }

  private problemFor(error: unknown, request: FastifyRequest): Problem {
    if (error instanceof Problem) return error;
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    const known = FASTIFY_PROBLEMS[code];
    if (known !== undefined) return known();
    const status = statusOf(error);
    if (status === 404) return httpProblem(404, 'not-found');
    if (status !== undefined && status >= 400 && status < 500) return httpProblem(400, 'request-malformed');
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.log.error('a request failed', { method: request.method, path: request.url.split('?')[0], reason });
    return httpProblem(500, 'internal-error');
  }
}

/** The members of RFC 9457, then the code and whatever broke the rule. */
function problemBody(problem: Problem, url: string): Record<string, unknown> {
  const { status, code, detail, data } = problem;
  return {
    ...data,
    type: `urn:cheesechain:problem:${code}`,
    title: code.replaceAll('-', ' '),
    status,
    detail,
    instance: url.split('?')[0],
    code,
  };
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
