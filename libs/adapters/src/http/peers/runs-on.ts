/** What checks signatures and what mines here, in the adapters' own words. */
export abstract class RunsOn {
  abstract readonly verifier: string;
  abstract readonly miner: string;
}
