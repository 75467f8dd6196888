import type { HeaderEntry } from '#domain/chain/header-entry';
import type { FullNode } from '#domain/node/full-node';
import type { Hash } from '#domain/primitives/hash';
import type { JournalBatch, JournalEntry, JournalState, JournalTip } from './event-journal.port.ts';
import { connectedEntry, disconnectedEntry, lostEntry, openedEntry, peerDisconnectedEntry } from './journal-entries.ts';
import { missedReorganisation, settled } from './missed-reorganisation.ts';
import type { Reorganisation } from './reorganisation.ts';

/** Blocks of one batch: as many as the chain connects in one write. */
const MAX_BLOCKS_PER_BATCH = 32;

/** Records of reorganisations before the start. */
export interface KnownReorganisations {
  readonly latest: Reorganisation | undefined;
  /** Takes the number of the next one. */
  nextNumber(): number;
}

/**
 * What the journal has to be told after a start, when the program ended between a change and its note: the blocks
 * between the tip it knows and the chain's, and whatever it says is there and is not, or the other way round. A new
 * journal begins with the chain as it is.
 */
export async function* makeUp(
  node: FullNode,
  state: JournalState,
  atMs: number,
  reorganisations: KnownReorganisations,
): AsyncGenerator<JournalBatch> {
  const { hash, height } = node.chain.tip;
  const { latest } = reorganisations;
  const isOpen = latest?.transactions.some(({ fate }) => fate.kind === 'undecided') === true;
  if (isOpen) yield { entries: [], reorganisations: [await settled(node, latest)], durability: 'normal' };
  if (state.tip === undefined) yield { entries: [], beginAt: { hash, height }, durability: 'normal' };
  else yield* blocksBetween(node, state.tip, atMs, reorganisations);
  yield { ...(await missingFates(node, state, atMs)), durability: 'normal' };
}

async function* blocksBetween(
  node: FullNode,
  from: JournalTip,
  atMs: number,
  { nextNumber }: KnownReorganisations,
): AsyncGenerator<JournalBatch> {
  const { chain } = node;
  const left: HeaderEntry[] = [];
  let last = await chain.find(from.hash);
  while (last !== undefined && (await chain.at(last.height))?.hash !== last.hash) {
    left.push(last);
    last = await chain.find(last.header.previousHash);
  }
  let entries = left.map((entry) => disconnectedEntry({ entry }, atMs));
  if (left.length > 0) {
    const record = await missedReorganisation(node, nextNumber(), atMs, left);
    yield { entries, reorganisations: [record], durability: 'normal' };
    entries = [];
  }
  for (let height = (last?.height ?? from.height) + 1; height <= chain.tip.height; height++) {
    const entry = await chain.at(height);
    const block = entry === undefined ? undefined : await chain.block(entry.hash);
    if (entry === undefined || block === undefined) continue;
    entries.push(connectedEntry({ entry, block }, atMs));
    if (entries.length < MAX_BLOCKS_PER_BATCH) continue;
    yield { entries, durability: 'normal' };
    entries = [];
  }
  yield { entries, durability: 'normal' };
}

async function missingFates(
  { mempool, queries }: FullNode,
  { present }: JournalState,
  atMs: number,
): Promise<Required<Pick<JournalBatch, 'entries' | 'confirmed'>>> {
  const entries: JournalEntry[] = [];
  const confirmed: string[] = [];
  const told = new Set(present.map(({ id }) => id));
  for (const { type, id } of present) {
    if (type === 'peer') entries.push(peerDisconnectedEntry(id, 'session-lost', atMs));
    else if (mempool.view.has(id as Hash)) continue;
    else if ((await queries.transaction(id as Hash)) !== undefined) confirmed.push(id);
    else entries.push(lostEntry(id, atMs));
  }
  for (const { id } of mempool.view.all()) {
    const open = told.has(id) ? undefined : mempool.view.byId(id);
    if (open !== undefined) entries.push(openedEntry(open.transaction, open.behindGap, open.returned, atMs));
  }
  return { entries, confirmed };
}
