import { existsSync } from 'node:fs';
import { sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Their names change with their content. */
const HASHED_ASSETS = `${sep}assets${sep}`;

/** What the page's build puts beside its files: the same content, compressed. */
const COMPRESSED_COPIES = '**/*.{br,gz}';

/**
 * Serves the built page at `/`; nothing when it was not built. Whoever takes brotli or gzip gets the compressed copy
 * of a file where there is one: nothing is compressed for a request.
 */
export async function servePage(fastify: FastifyInstance, pageDir: string): Promise<void> {
  if (!existsSync(pageDir)) return;
  await fastify.register(fastifyStatic, {
    root: pageDir,
    // A route for each file: what is no file of the page is told like every other unknown path.
    wildcard: false,
    preCompressed: true,
    globIgnore: [COMPRESSED_COPIES],
    cacheControl: false,
    setHeaders: (reply, path) => {
      const keep = path.includes(HASHED_ASSETS) ? 'public, max-age=31536000, immutable' : 'no-cache';
      void reply.header('cache-control', keep);
    },
  });
}
