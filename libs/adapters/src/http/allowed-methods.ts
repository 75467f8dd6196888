import type { FastifyInstance } from 'fastify';

/** Which methods the paths of an app answer: to tell "no such path" from "not in this way". */
export class AllowedMethods {
  private readonly routes: { readonly method: string; readonly segments: readonly string[] }[] = [];

  /** Listens to the routes that are added from now on. */
  constructor(fastify: FastifyInstance) {
    fastify.addHook('onRoute', ({ method, url }) => {
      if (url.includes('*')) return;
      const segments = url.split('/');
      for (const each of [method].flat()) this.routes.push({ method: each, segments });
    });
  }

  /** In alphabetical order; empty for a path that nothing answers. */
  at(path: string): string[] {
    const segments = path.split('/');
    const methods = this.routes.filter((route) => fits(route.segments, segments)).map(({ method }) => method);
    return [...new Set(methods)].sort();
  }
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.length !== segments.length) return false;
  return pattern.every((part, at) => (part.startsWith(':') ? segments[at] !== '' : part === segments[at]));
}
