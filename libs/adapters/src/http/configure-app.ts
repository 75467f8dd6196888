import { existsSync } from 'node:fs';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import { Reflector } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '#domain/primitives/log.port';
import { AccessGuard } from './access/access.guard.ts';
import { type HttpAccess, isLoopback } from './access/http-access.ts';
import { apiDocument } from './api-document.ts';
import { ProblemFilter } from './problems/problem.filter.ts';
import { requestValidation } from './problems/request-validation.pipe.ts';

/** From one address of another machine: a page that polls, and a person in a hurry. */
const MAX_CALLS_PER_MINUTE = 600;

/** Nothing but what this peer serves; the page needs no more. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The interactive API page brings inline styles of its own. */
const DOCS_SECURITY_POLICY =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
  "font-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

export interface AppOptions {
  readonly access: HttpAccess;
  readonly log: Log;
  readonly version: string;
  /** Folder of the built page; none is served when it does not exist. */
  readonly pageDir: string | undefined;
}

/** Everything that must be the same in the program and in tests: guards, problems, headers, the page, the documents. */
export async function configureApp(app: NestFastifyApplication, options: AppOptions): Promise<void> {
  const { access, log, version, pageDir } = options;
  const problems = new ProblemFilter(log);
  const fastify = app.getHttpAdapter().getInstance();
  app.useGlobalFilters(problems);
  app.useGlobalPipes(requestValidation());
  app.useGlobalGuards(new AccessGuard(access, app.get(Reflector)));
  await fastify.register(rateLimit, {
    max: MAX_CALLS_PER_MINUTE,
    timeWindow: 60_000,
    allowList: (request: FastifyRequest) => isLoopback(request.ip),
  });
  fastify.addHook('onSend', async (request: FastifyRequest, reply: FastifyReply) => setHeaders(request, reply));
  if (pageDir !== undefined && existsSync(pageDir)) {
    await fastify.register(fastifyStatic, { root: pageDir, wildcard: false, cacheControl: false });
  }
  const document = apiDocument(app, version);
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'openapi.json', customSiteTitle: 'Cheesechain API' });
}

async function setHeaders(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const isDocs = request.url.startsWith('/docs');
  void reply.header('content-security-policy', isDocs ? DOCS_SECURITY_POLICY : CONTENT_SECURITY_POLICY);
  void reply.header('x-content-type-options', 'nosniff');
  void reply.header('referrer-policy', 'no-referrer');
  if (request.url.startsWith('/v1/')) void reply.header('cache-control', 'no-store');
}
