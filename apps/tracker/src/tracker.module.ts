import { type DynamicModule, Module } from '@nestjs/common';
import { trackerApi } from '#adapters/http/tracker/tracker-api';
import { TrackerController } from '#adapters/tcp/tracker.controller';
import { TrackerHandlers } from '#domain/tracker/tracker-handlers';
import type { OpenTracker } from './open-tracker.ts';

@Module({})
class TrackerModule {}

/** A tracker as Nest sees it: its use cases, and the doors to them over HTTP and TCP. */
export function trackerModule({ tracker, network }: OpenTracker): DynamicModule {
  const { controllers, providers } = trackerApi(tracker, network.parameters.name);
  return {
    module: TrackerModule,
    controllers: [...controllers, TrackerController],
    providers: [...providers, { provide: TrackerHandlers, useValue: new TrackerHandlers(tracker) }],
  };
}
