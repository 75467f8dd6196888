import type { Provider, Type } from '@nestjs/common';
import { Registry } from 'prom-client';
import { Tracker } from '#domain/tracker/tracker';
import { trackerMetrics } from '../../metrics/tracker-metrics.ts';
import { HealthController, Readiness } from '../operations/health.controller.ts';
import { MetricsController } from '../operations/metrics.controller.ts';
import { AdmissionController } from './admission.controller.ts';
import { ListedPeersController } from './listed-peers.controller.ts';
import { TrackerReadiness } from './tracker-readiness.ts';

/** The HTTP API of a tracker, for a Nest module: the same in the program and in tests. */
export function trackerApi(
  tracker: Tracker,
  networkName: string,
): { readonly controllers: Type[]; readonly providers: Provider[] } {
  return {
    controllers: [ListedPeersController, AdmissionController, HealthController, MetricsController],
    providers: [
      { provide: Tracker, useValue: tracker },
      { provide: Readiness, useValue: new TrackerReadiness(tracker) },
      { provide: Registry, useValue: trackerMetrics(tracker, networkName) },
    ],
  };
}
