import { type DynamicModule, Module } from '@nestjs/common';
import { Registry } from 'prom-client';
import { HttpAccess } from '#adapters/http/access/http-access';
import { Readiness } from '#adapters/http/operations/health.controller';
import { TRACKER_CONTROLLERS } from '#adapters/http/tracker/tracker-controllers';
import { TrackerReadiness } from '#adapters/http/tracker/tracker-readiness';
import { trackerMetrics } from '#adapters/metrics/tracker-metrics';
import { TrackerController } from '#adapters/tcp/tracker.controller';
import { Tracker } from '#domain/tracker/tracker';
import { TrackerHandlers } from '#domain/tracker/tracker-handlers';
import type { OpenTracker } from './open-tracker.ts';

@Module({})
class TrackerModule {}

/** A tracker as Nest sees it: its use cases, and the doors to them over HTTP and TCP. */
export function trackerModule({ tracker, network }: OpenTracker, access: HttpAccess): DynamicModule {
  return {
    module: TrackerModule,
    controllers: [...TRACKER_CONTROLLERS, TrackerController],
    providers: [
      { provide: Tracker, useValue: tracker },
      { provide: TrackerHandlers, useValue: new TrackerHandlers(tracker) },
      { provide: HttpAccess, useValue: access },
      { provide: Readiness, useValue: new TrackerReadiness(tracker) },
      { provide: Registry, useValue: trackerMetrics(tracker, network.parameters.name) },
    ],
  };
}
