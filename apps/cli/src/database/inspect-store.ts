import { checkStore } from '#adapters/sqlite/check-store';
import { describeStoreFault, type StoreFault } from '#adapters/sqlite/store-fault.errors';
import { SystemClock } from '#adapters/system/system-clock';
import { describeChainFault } from '#domain/chain/chain-fault.errors';
import { type ChainReport, checkChain } from '#domain/chain/check-chain';
import type { StoppedStore } from './open-stopped-store.ts';
import type { ProgressNotes } from './progress-notes.ts';

/** A fault for people and for scripts. */
export interface Finding {
  readonly code: string;
  readonly sentence: string;
}

export interface Inspection {
  readonly height: number;
  readonly findings: readonly Finding[];
  /** How many there are, those included that are not listed. */
  readonly count: number;
  readonly file: readonly StoreFault[];
  readonly chain: ChainReport;
}

/** Everything that can be checked: the file, and the whole chain in it. Changes nothing. */
export async function inspectStore({ store, network }: StoppedStore, notes: ProgressNotes): Promise<Inspection> {
  const file = await checkStore(store, { onProgress: notes.of('checking the file') });
  const chain = await checkChain(store, network, {
    clock: new SystemClock(),
    onProgress: notes.of('checking the chain'),
  });
  const findings = [
    ...file.map((fault) => ({ code: fault.code, sentence: describeStoreFault(fault) })),
    ...chain.faults.map((fault) => ({ code: fault.code, sentence: describeChainFault(fault) })),
  ];
  return { height: chain.height, findings, count: file.length + chain.count, file, chain };
}
