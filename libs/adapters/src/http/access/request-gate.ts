import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../problems/problem.ts';
import { httpProblem } from '../problems/problem-of.ts';
import { accessOf } from './access-of.ts';
import { CallCounts } from './call-counts.ts';
import type { HttpAccess } from './http-access.ts';
import { isLoopback } from './loopback.ts';

/** From one address of another machine: a page that polls, and a person in a hurry. */
const MAX_CALLS_PER_MINUTE = 600;
const MINUTE_MS = 60_000;

/** Asks of every call whether it may be made: before its body is read, and for paths that do not exist as well. */
export async function guardRequests(fastify: FastifyInstance, access: HttpAccess): Promise<void> {
  await fastify.register(rateLimit, {
    global: false,
    max: MAX_CALLS_PER_MINUTE,
    timeWindow: MINUTE_MS,
    store: CallCounts,
  });
  const countCall = fastify.createRateLimit();

  const rateProblem = async (request: FastifyRequest, reply: FastifyReply): Promise<Problem | undefined> => {
    const counted = await countCall(request);
    if (counted.isAllowed || !counted.isExceeded) return undefined;
    void reply.header('retry-after', counted.ttlInSeconds);
    return httpProblem('request-rate', { maximumPerMinute: MAX_CALLS_PER_MINUTE });
  };

  fastify.addHook('onRequest', (request, reply, done) => {
    const wanted = accessOf(request);
    if (wanted === 'open' || isLoopback(request.ip)) {
      done(access.problem(request, wanted));
      return;
    }
    // Counted first: guessing the token is a call too.
    rateProblem(request, reply).then((problem) => done(problem ?? access.problem(request, wanted)), done);
  });
}
