import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';

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

  /** A text is an answer that its controller has made ready, and goes out without being looked at again. */
  override reply(response: FastifyReply | FastifyReply['raw'], body: unknown, statusCode?: number): FastifyReply {
    if (typeof body !== 'string' || !('hijack' in response)) return super.reply(response, body, statusCode);
    if (statusCode !== undefined) response.code(statusCode);
    return response.send(body);
  }
}
