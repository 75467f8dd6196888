import type { DynamicModule, LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiAdapter } from './api-adapter.ts';
import { answerBrokenRequest } from './problems/broken-request.ts';
import { problemFrom } from './problems/problem-from.ts';
import { httpProblem } from './problems/problem-of.ts';
import { writeProblem } from './problems/write-problem.ts';

const MAX_BODY_BYTES = 65_536;
/** Longer than any path of the API with its longest address. */
const MAX_PARAMETER_LENGTH = 256;
/** A caller that sends its request more slowly than this holds a connection for nothing. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Between two calls on one connection. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;

/** Nest on Fastify with every bound set; not yet configured, not yet listening. */
export function createHttpApp(module: DynamicModule, logger: LoggerService): Promise<NestFastifyApplication> {
  const adapter = new ApiAdapter({
    bodyLimit: MAX_BODY_BYTES,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    forceCloseConnections: true,
    // No Express middleware here.
    skipMiddie: true,
    // Whoever stands before this peer and says who called is not believed: loopback means the socket's own address.
    trustProxy: false,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) =>
      writeProblem(problemFrom(error) ?? httpProblem('request-malformed'), request, reply),
    clientErrorHandler: answerBrokenRequest,
  });
  return NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger,
    abortOnError: false,
    bodyParser: false,
  });
}
