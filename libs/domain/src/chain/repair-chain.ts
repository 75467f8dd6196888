import { decodeUndo } from '../ledger/undo.ts';
import type { Network } from '../network-params/network.ts';
import type { Clock } from '../primitives/clock.port.ts';
import { invariant } from '../primitives/invariant.ts';
import type { ChainStore, ChainWrite } from './chain-store.port.ts';
import type { ChainReport } from './check-chain.ts';
import { genesisWrite } from './genesis-entry.ts';
import type { HeaderEntry } from './header-entry.ts';
import { HEADERS_AHEAD_WINDOW } from './header-tree.ts';

/** Heights whose entries change in one write. */
const HEIGHTS_PER_WRITE = 64;

/**
 * What a repair did: nothing; took the newest blocks off the best chain; or took all of it apart, so that opening the
 * chain puts it together again from stored blocks, as far as they go.
 */
export interface ChainRepair {
  readonly kind: 'none' | 'shortened' | 'taken-apart';
  /** The best chain's height now. */
  readonly height: number;
  /** Blocks from this height on are to be fetched from other peers; undefined when all are here. */
  readonly fetchFrom: number | undefined;
}

export interface RepairOptions {
  readonly clock: Pick<Clock, 'breathe'>;
  /** Faults that a store found in its own indexes or totals: those come right when the chain is put together again. */
  readonly takeApart?: boolean;
}

/**
 * Mends a store by what a check of the whole chain found. A lost body cuts the chain below it: the blocks above leave
 * the best chain by their undo data, and synchronisation fetches them anew. Wrong accounts, undo data, headers or
 * totals are made again from blocks. Each step leaves a chain that holds; killed in between, it is begun again. Must be
 * the store's only user. Opening the chain afterwards connects what is there, by the usual rules.
 */
export async function repairChain(
  store: ChainStore,
  network: Network,
  report: ChainReport,
  options: RepairOptions,
): Promise<ChainRepair> {
  const { lowestBody, lowestHeader, faults, height } = report;
  if (faults.length === 0 && options.takeApart !== true) return { kind: 'none', height, fetchFrom: undefined };
  const pruned = await store.pruned();
  const isOnlyBodies = report.isOnlyBodies && options.takeApart !== true;
  const broken = Math.min(lowestBody ?? Number.POSITIVE_INFINITY, lowestHeader ?? Number.POSITIVE_INFINITY);
  if (isOnlyBodies && broken > 0 && broken >= pruned.undoBelow) {
    await shorten(store, height, broken, options.clock);
    await distrust(store, broken, height + HEADERS_AHEAD_WINDOW, options.clock);
    return { kind: 'shortened', height: broken - 1, fetchFrom: broken };
  }
  // Where bodies were pruned there is nothing to begin again from: all of it comes from others.
  const fetchFrom = pruned.bodiesBelow > 1 ? 1 : Math.max(1, broken);
  const lastKept = lowestHeader === undefined ? height + HEADERS_AHEAD_WINDOW : lowestHeader - 1;
  if (fetchFrom <= height) await distrust(store, fetchFrom, lastKept, options.clock);
  const forgetAbove = lowestHeader === undefined ? {} : { forgetAbove: lowestHeader - 1 };
  await store.reset({ ...genesisWrite(network), ...forgetAbove });
  return { kind: 'taken-apart', height: 0, fetchFrom: fetchFrom > height ? undefined : fetchFrom };
}

/** Takes the blocks from the tip down to this height off the best chain, some to a write. */
async function shorten(
  store: ChainStore,
  tipHeight: number,
  downTo: number,
  clock: Pick<Clock, 'breathe'>,
): Promise<void> {
  for (let top = tipHeight; top >= downTo; top -= HEIGHTS_PER_WRITE) {
    const bottom = Math.max(downTo, top - HEIGHTS_PER_WRITE + 1);
    await store.write(await removal(store, top, bottom));
    await clock.breathe();
  }
}

async function removal(store: ChainStore, top: number, bottom: number): Promise<ChainWrite> {
  const disconnected: HeaderEntry[] = [];
  const accounts = new Map();
  for (let height = top; height >= bottom; height--) {
    const entry = await store.entryAt(height);
    const undo = entry === undefined ? undefined : await store.undo(entry.hash);
    invariant(entry !== undefined && undo !== undefined, 'the check found headers and undo data whole');
    for (const [account, state] of decodeUndo(undo)) accounts.set(account, state);
    disconnected.push(entry);
  }
  const below = await store.entryAt(bottom - 1);
  invariant(below !== undefined, 'the check found headers whole');
  return {
    entries: disconnected.map(asHeader),
    bodies: [],
    disconnected,
    connected: [],
    accounts,
    tip: below.hash,
    durability: 'full',
  };
}

/** At these heights no body is relied on any more, on any branch: each counts as one that has still to come. */
async function distrust(store: ChainStore, from: number, to: number, clock: Pick<Clock, 'breathe'>): Promise<void> {
  for (let height = from; height <= to; height += HEIGHTS_PER_WRITE) {
    const entries = await store.treeBetween(height, Math.min(to, height + HEIGHTS_PER_WRITE - 1));
    const trusted = entries.filter(({ status }) => status === 'body' || status === 'connected');
    if (trusted.length === 0) continue;
    await store.write({
      entries: trusted.map(asHeader),
      bodies: [],
      disconnected: [],
      connected: [],
      accounts: new Map(),
      tip: undefined,
      durability: 'full',
    });
    await clock.breathe();
  }
}

function asHeader(entry: HeaderEntry): HeaderEntry {
  return { ...entry, status: 'header', arrival: 0 };
}
