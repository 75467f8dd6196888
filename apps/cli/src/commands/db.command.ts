import { Command } from 'commander';
import { NETWORK_CHOICE } from '#adapters/configuration/network-choice';
import { describeStoreRefusal } from '#adapters/sqlite/store.errors';
import { refusalOf } from '#adapters/sqlite/store-refused-error';
import { measureStore } from '#adapters/sqlite/store-stats';
import { CliFailure } from '../cli-failure.ts';
import { type Finding, inspectStore } from '../database/inspect-store.ts';
import { openStoppedStore, type StoppedStore } from '../database/open-stopped-store.ts';
import { ProgressNotes } from '../database/progress-notes.ts';
import { repairStore } from '../database/repair-store.ts';
import { type Salvage, salvageStore } from '../database/salvage-store.ts';
import { recordTable } from '../output/record-table.ts';
import { Terminal } from '../output/terminal.ts';

interface DatabaseOptions {
  readonly data: string;
  readonly network?: string;
  readonly json: boolean;
}

/** Found when the file is opened, or by the check of a large one. */
const PAGE_FAULTS: ReadonlySet<string> = new Set(['store-damaged', 'store-fault-pages']);

/** What `db repair` says of a new file, in JSON. */
interface SalvageResult extends Pick<Salvage, 'height' | 'keptAs' | 'tables'> {
  readonly store: string;
  readonly fetchFrom: number | null;
}

const EXAMPLES = `
Examples:
  cheesechain db check --data data/peer-1     does everything in the store agree? (exit code 1 when not)
  cheesechain db repair --data data/peer-1    make what is wrong again from the stored blocks
  cheesechain db stats --data data/peer-1 --json

The peer must be stopped. What a repair cannot find here, the peer fetches from others when it starts. A file with
damaged pages is kept as chain.sqlite.damaged, and a new one made of all that can be read from it.`;

/** `cheesechain db`: the store of a stopped peer. */
export function dbCommand(): Command {
  const db = new Command('db').description('check, repair or measure the store of a stopped peer');
  db.addHelpText('after', EXAMPLES);
  db.addCommand(subCommand('check', 'whether the chain, the accounts and the file agree', onStopped(check)));
  db.addCommand(subCommand('repair', 'make again from blocks what does not agree', repair));
  db.addCommand(subCommand('stats', 'how big the store is, and what is in it', onStopped(stats)));
  return db;
}

function subCommand(
  name: string,
  description: string,
  run: (options: DatabaseOptions, terminal: Terminal) => Promise<void>,
): Command {
  return new Command(name)
    .description(description)
    .requiredOption('--data <folder>', "the peer's folder")
    .option('--network <name>', `${NETWORK_CHOICE.takes}; found by itself for a preset`)
    .option('--json', 'print the result as one line of JSON', false)
    .addHelpText('after', EXAMPLES)
    .action((options: DatabaseOptions) => run(options, new Terminal({ json: options.json })));
}

/** A page that turns out damaged on the way is told like one that was found at the beginning. */
function onStopped(
  use: (stopped: StoppedStore, terminal: Terminal) => Promise<void>,
): (options: DatabaseOptions, terminal: Terminal) => Promise<void> {
  return async ({ data, network }, terminal) => {
    const stopped = await openStoppedStore(data, network);
    try {
      await use(stopped, terminal);
    } catch (error) {
      const refusal = error instanceof CliFailure ? undefined : refusalOf(error, stopped.path);
      if (refusal?.code !== 'store-damaged') throw error;
      throw new CliFailure(1, refusal.code, `${describeStoreRefusal(refusal)} (${refusal.code})`);
    } finally {
      await stopped.store.close();
    }
  };
}

async function check(stopped: StoppedStore, terminal: Terminal): Promise<void> {
  const { height, findings, count } = await inspectStore(stopped, new ProgressNotes(terminal));
  const { path, network } = stopped;
  const result = { store: path, network: network.parameters.name, height, faults: findings, count };
  terminal.result(result, () => (count === 0 ? `${path}: good up to height ${height}.` : listOf(findings)));
  if (count > 0) throw new CliFailure(1, 'store-faulty', `${path} does not agree with itself: cheesechain db repair.`);
}

/** In its place; or, where pages are damaged, in a new file. */
async function repair(options: DatabaseOptions, terminal: Terminal): Promise<void> {
  try {
    await onStopped(repairInPlace)(options, terminal);
  } catch (error) {
    if (!(error instanceof CliFailure) || !PAGE_FAULTS.has(error.code)) throw error;
    terminal.note(error.message);
    const notes = new ProgressNotes(terminal);
    const salvage = await salvageStore(options.data, options.network, notes);
    const { path: store, height, fetchFrom = null, keptAs, tables } = salvage;
    const network = salvage.network.parameters.name;
    const result = { store, network, repair: 'salvaged', height, fetchFrom, keptAs, tables };
    terminal.result(result, () => sentencesOf(result));
  }
}

function sentencesOf({ store, height, fetchFrom, keptAs, tables }: SalvageResult): string {
  const partial = tables.filter(({ isPartial }) => isPartial).map(({ table, rows }) => `${table} (${rows} rows saved)`);
  return [
    `${store} is made anew of what could be read: the chain reaches height ${height}.`,
    ...(fetchFrom === null ? [] : [`Blocks from height ${fetchFrom} on come from other peers.`]),
    ...(partial.length === 0 ? [] : [`Not all could be read of: ${partial.join(', ')}.`]),
    `The damaged file is kept as ${keptAs}.`,
  ].join('\n');
}

async function repairInPlace(stopped: StoppedStore, terminal: Terminal): Promise<void> {
  const { faults, kind, height, fetchFrom } = await repairStore(stopped, new ProgressNotes(terminal));
  const result = { store: stopped.path, repair: kind, height, fetchFrom: fetchFrom ?? null, faults };
  terminal.result(result, () => {
    if (kind === 'none') return `${stopped.path}: nothing to repair up to height ${height}.`;
    const rest = fetchFrom === undefined ? '' : ` Blocks from height ${fetchFrom} on come from other peers.`;
    return `${listOf(faults)}\nRepaired: the chain reaches height ${height}.${rest}`;
  });
}

async function stats({ store, path, network }: StoppedStore, terminal: Terminal): Promise<void> {
  const { accounts, balance } = await store.accountTotals();
  const { tables, ...file } = measureStore(store);
  const totals = { height: store.height, accounts, credited: String(balance), pruned: await store.pruned() };
  const result = { store: path, network: network.parameters.name, ...totals, ...file, tables };
  terminal.result(result, () => {
    const lines = tables.map(({ table, rows, bytes }) => `  ${table.padEnd(20)} ${rows} rows, ${bytes} bytes`);
    return [recordTable(result), ...lines].join('\n');
  });
}

function listOf(findings: readonly Finding[]): string {
  return findings.map(({ code, sentence }) => `${sentence} (${code})`).join('\n');
}
