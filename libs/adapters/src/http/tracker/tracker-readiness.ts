import type { Tracker } from '#domain/tracker/tracker';
import { Readiness } from '../operations/health.controller.ts';

/** Ready: the registry is kept. A tracker without peers is ready for the first. */
export class TrackerReadiness extends Readiness {
  constructor(private readonly tracker: Tracker) {
    super();
  }

  check(): string | undefined {
    const { storeFailure } = this.tracker;
    return storeFailure === undefined ? undefined : `what it knows is not kept: ${storeFailure}`;
  }
}
