import type { WorkerState } from '#domain/stratum/worker-figures';

/** Who mines for this peer over Stratum; nobody where no server runs. */
export abstract class MiningWorkers {
  abstract list(): readonly WorkerState[];
}
