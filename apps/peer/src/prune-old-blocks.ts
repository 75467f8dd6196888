import type { PeerConfiguration } from '#adapters/configuration/peer-configuration';
import { StartFailure } from '#adapters/process/start-failure';
import { ChainPruner, leastKeptBlocks } from '#domain/chain/chain-pruner';
import type { Network } from '#domain/network-params/network';
import type { FullNode } from '#domain/node/full-node';
import type { Clock } from '#domain/primitives/clock.port';
import type { Log } from '#domain/primitives/log.port';

/** Throws a StartFailure when the configuration would prune what this network still needs. */
export function requirePrunable({ pruneBelowBlocks }: PeerConfiguration, { parameters }: Network): void {
  const least = leastKeptBlocks(parameters);
  if (pruneBelowBlocks === undefined || pruneBelowBlocks >= least) return;
  throw new StartFailure(
    `CHEESE_PRUNE_BELOW_BLOCKS got ${pruneBelowBlocks}, but on ${parameters.name} it takes at least ${least}: ` +
      'reorganisations and rewards that have still to mature need them.',
  );
}

/** Removes old blocks while the peer runs, when its configuration says so. */
export function startPruning(
  { pruneBelowBlocks: keepBlocks }: PeerConfiguration,
  { chain }: FullNode,
  clock: Clock,
  log: Log,
): ChainPruner | undefined {
  if (keepBlocks === undefined) return undefined;
  const pruner = new ChainPruner({ chain, clock, log, keepBlocks });
  pruner.start();
  return pruner;
}
