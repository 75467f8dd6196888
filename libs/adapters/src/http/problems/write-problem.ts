import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from './problem.ts';

/** So much of a path is told back. */
const MAX_INSTANCE_LENGTH = 256;

/** Answers with application/problem+json (RFC 9457). */
export function writeProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  void reply
    .status(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify({ ...problemMembers(problem), instance: instanceOf(request.url) }));
}

/** The members of RFC 9457, then the code and whatever broke the rule. */
export function problemMembers({ status, code, detail, data }: Problem): Record<string, unknown> {
  return { ...data, type: `urn:cheesechain:problem:${code}`, title: code.replaceAll('-', ' '), status, detail, code };
}

/** The path without the query: a query may hold what no log should. */
function instanceOf(url: string): string {
  return (url.split('?')[0] ?? '').slice(0, MAX_INSTANCE_LENGTH);
}
