import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/**
 * Nest on Fastify, but what fails outside Nest's routes is answered by the app's own handlers (`configureApp`): Nest's
 * would turn Fastify's errors into its own and lose what they say.
 */
export class ApiAdapter extends FastifyAdapter {
  override setErrorHandler(): FastifyInstance {
    return this.instance;
  }

  override setNotFoundHandler(): FastifyInstance {
    return this.instance;
  }
}
