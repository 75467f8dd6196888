import { Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { HttpAccess } from '#adapters/http/access/http-access';
import { configureApp } from '#adapters/http/configure-app';
import { createHttpApp } from '#adapters/http/create-http-app';
import { trackerApi } from '#adapters/http/tracker/tracker-api';
import { nestLogger } from '#adapters/system/pino-log';
import { SILENT_LOG } from '#domain/primitives/log.port';
import type { TrackerWorld } from '../tracker/tracker-world.ts';

export const TRACKER_TOKEN = 'token-of-the-tests';

@Module({})
class TestTrackerModule {}

/** The HTTP API of the world's tracker, as the program has it, without a socket. `prepare` gets the app before it starts. */
export async function trackerApp(
  world: TrackerWorld,
  prepare?: (app: NestFastifyApplication) => void,
): Promise<NestFastifyApplication> {
  const module = { module: TestTrackerModule, ...trackerApi(world.place.tracker, 'devnet') };
  const app = await createHttpApp(module, nestLogger(SILENT_LOG));
  const access = new HttpAccess({ token: TRACKER_TOKEN, allowedHosts: [], allowedOrigins: [] });
  const title = 'Cheesechain tracker';
  await configureApp(app, { access, log: SILENT_LOG, version: '0.0.0', pageDir: undefined, title });
  prepare?.(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}
