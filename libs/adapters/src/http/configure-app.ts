import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import type { Log } from '#domain/primitives/log.port';
import { addHttpMetrics } from '../metrics/http-metrics.ts';
import type { HttpAccess } from './access/http-access.ts';
import { guardRequests } from './access/request-gate.ts';
import { AllowedMethods } from './allowed-methods.ts';
import { apiDocument } from './document/api-document.ts';
import { ProblemFilter } from './problems/problem.filter.ts';
import { httpProblem } from './problems/problem-of.ts';
import { RequestValidation } from './problems/request-validation.pipe.ts';
import { writeProblem } from './problems/write-problem.ts';
import { acceptJsonOnly } from './request-body.ts';
import { logRequests } from './request-log.ts';
import { addSecurityHeaders } from './security-headers.ts';
import { servePage } from './serve-page.ts';

/** Far more than the page and some services keep open; beyond it new connections are closed at once. */
const MAX_CONNECTIONS = 1_024;

/** How long a browser may remember that an allowed origin may call. */
const PREFLIGHT_MAX_AGE_SECONDS = 600;

export interface AppOptions {
  readonly access: HttpAccess;
  readonly log: Log;
  readonly version: string;
  /** Folder of the built page; none is served when it does not exist. */
  readonly pageDir: string | undefined;
  /** Of the documents. */
  readonly title?: string;
}

/** Everything that must be the same in the program and in tests: guards, problems, headers, the page, the documents. */
export async function configureApp(app: NestFastifyApplication, options: AppOptions): Promise<void> {
  const { access, log, version, pageDir, title = 'Cheesechain peer' } = options;
  const problems = new ProblemFilter(log);
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  fastify.server.maxConnections = MAX_CONNECTIONS;
  app.useGlobalFilters(problems);
  app.useGlobalPipes(new RequestValidation());
  allowOrigins(app, access);
  logRequests(fastify, log);
  addHttpMetrics(app.get(Registry), fastify);
  acceptJsonOnly(fastify);
  addSecurityHeaders(fastify);
  await guardRequests(fastify, access);
  answerFailures(fastify, problems);
  if (pageDir !== undefined) await servePage(fastify, pageDir);
  SwaggerModule.setup('docs', app, () => apiDocument(app, version, title), {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: `${title} API`,
  });
}

/** Tells browsers which foreign pages may call; without any, foreign pages get no word of consent. */
function allowOrigins(app: NestFastifyApplication, { origins }: HttpAccess): void {
  if (origins.size === 0) return;
  app.enableCors({
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'last-event-id'],
    exposedHeaders: ['retry-after', 'idempotent-replayed', 'x-request-id'],
    maxAge: PREFLIGHT_MAX_AGE_SECONDS,
  });
}

function answerFailures(fastify: FastifyInstance, problems: ProblemFilter): void {
  const methods = new AllowedMethods(fastify);
  fastify.setErrorHandler((error, request, reply) => problems.write(error, request, reply));
  fastify.setNotFoundHandler((request, reply) => {
    const allowed = methods.at(request.url.split('?')[0] ?? '');
    const isOtherMethod = allowed.length > 0 && !allowed.includes(request.method);
    if (!isOtherMethod) return writeProblem(httpProblem('not-found'), request, reply);
    void reply.header('allow', allowed.join(', '));
    writeProblem(httpProblem('method-not-allowed', { allowed }), request, reply);
  });
}
