import type { DynamicModule, LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';

const MAX_BODY_BYTES = 65_536;
/** Longer than any path of the API with its longest address. */
const MAX_PARAMETER_LENGTH = 256;
/** A caller that sends its request more slowly than this holds a connection for nothing. */
const REQUEST_TIMEOUT_MS = 30_000;
/** Between two calls on one connection. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;

/** Nest on Fastify with every bound set; not yet configured, not yet listening. */
export function createHttpApp(module: DynamicModule, logger: LoggerService): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: MAX_BODY_BYTES,
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    forceCloseConnections: true,
  });
  return NestFactory.create<NestFastifyApplication>(module, adapter, { logger, abortOnError: false });
}
