import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { StartFailure } from '../process/start-failure.ts';

/** Listens; an address that cannot be had is a StartFailure that names the variable to change. */
export async function listenHttp(
  app: NestFastifyApplication,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'EADDRINUSE') {
      throw new StartFailure(`Port ${port} is in use: choose another with CHEESE_HTTP_PORT (port-in-use).`);
    }
    if (code === 'EADDRNOTAVAIL' || code === 'EACCES' || code === 'ENOTFOUND') {
      throw new StartFailure(`HTTP cannot listen on ${host}:${port}: ${code}. Change CHEESE_HTTP_HOST or _PORT.`);
    }
    throw error;
  }
}
