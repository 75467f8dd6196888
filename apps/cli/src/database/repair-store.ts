import { SystemClock } from '#adapters/system/system-clock';
import { NobleVerifier } from '#adapters/verifier/noble-verifier';
import { Chain } from '#domain/chain/chain';
import { checkChain } from '#domain/chain/check-chain';
import { CHECKED_AT_START_BLOCKS } from '#domain/chain/mend-chain';
import { type ChainRepair, repairChain } from '#domain/chain/repair-chain';
import type { Log } from '#domain/primitives/log.port';
import { CliFailure } from '../cli-failure.ts';
import { type Finding, inspectStore } from './inspect-store.ts';
import type { StoppedStore } from './open-stopped-store.ts';
import type { ProgressNotes } from './progress-notes.ts';

export interface StoreRepair extends ChainRepair {
  /** What was found before. */
  readonly faults: readonly Finding[];
}

/** Mends a store by what a whole check finds, and connects what its blocks make. Throws when that cannot be. */
export async function repairStore(stopped: StoppedStore, notes: ProgressNotes): Promise<StoreRepair> {
  const { store, network, path } = stopped;
  const clock = new SystemClock();
  const { file, chain, findings } = await inspectStore(stopped, notes);
  if (file.some(({ code }) => code === 'store-fault-pages')) {
    throw new CliFailure(1, 'store-fault-pages', `${path} has damaged pages (store-fault-pages).`);
  }
  const repair = await repairChain(store, network, chain, { clock, takeApart: file.length > 0 });
  if (repair.kind === 'none') return { ...repair, faults: findings };
  const verifier = new NobleVerifier();
  const log = logTo(notes);
  const opened = await Chain.open({ network, store, verifier, verified: { has: () => false }, clock, log });
  const { height } = opened.tip;
  await opened.close();
  const after = await checkChain(store, network, { clock, depth: CHECKED_AT_START_BLOCKS });
  if (after.faults.length > 0) throw new CliFailure(1, 'chain-unmendable', `${path} stays wrong: restore a copy.`);
  return { ...repair, height, faults: findings };
}

/** What opening the chain says, for people. */
function logTo(notes: ProgressNotes): Log {
  const say = (message: string, fields: object = {}): void => notes.say(`${message} ${JSON.stringify(fields)}`);
  return { debug: () => undefined, info: say, warn: say, error: say };
}
