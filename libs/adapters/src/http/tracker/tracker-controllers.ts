import { HealthController } from '../operations/health.controller.ts';
import { MetricsController } from '../operations/metrics.controller.ts';
import { ListedPeersController } from './listed-peers.controller.ts';

/** The HTTP API of a tracker. They need Tracker, Readiness, HttpAccess and the metrics registry. */
export const TRACKER_CONTROLLERS = [ListedPeersController, HealthController, MetricsController];
