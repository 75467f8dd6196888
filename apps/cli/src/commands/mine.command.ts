import { Command, Option } from 'commander';
import type { PeerClient } from '#client/peer-client';
import { type MiningPace, PACE_KINDS } from '#domain/mining/mining-pace';
import { usageFailure } from '../cli-failure.ts';
import { type JsonObject, recordTable } from '../output/record-table.ts';
import { Terminal } from '../output/terminal.ts';
import { benchmarkMining } from './mining-benchmark.ts';
import { wholeNumberOption } from './option-values.ts';
import { addPeerOptions, connectPeer, type PeerOptions } from './peer-options.ts';

/** Where a block takes longer than this, mining with `start` is what is wanted. */
const BLOCK_TIMEOUT_MS = 290_000;
const MAX_BLOCKS = 10_000;
const MAX_THREADS = 256;
/** A day. */
const MAX_INTERVAL_SECONDS = 86_400;

const EXAMPLES = `
Examples:
  cheesechain mine                     one block, now
  cheesechain mine --blocks 10
  cheesechain mine start --threads 2   go on mining in the peer
  cheesechain mine start --mode instant            a block as soon as a transaction opens
  cheesechain mine start --mode interval --every 5 a block every five seconds
  cheesechain mine --benchmark         how fast this machine hashes; needs no peer
  cheesechain mine status
  cheesechain mine stop`;

interface StartOptions extends PeerOptions {
  readonly threads: number;
  readonly recipient?: string;
  readonly mode: MiningPace['kind'];
  readonly every?: number;
}

/** `cheesechain mine`: blocks one by one, or the peer's continuous mining. */
export function mineCommand(): Command {
  const mine = addPeerOptions(new Command('mine'))
    .description('mine a block now, or let the peer go on mining')
    .option('--blocks <number>', 'how many blocks, one after another', wholeNumberOption(1, MAX_BLOCKS), 1)
    .option('--benchmark', 'only measure how fast this machine hashes', false)
    .addHelpText('after', EXAMPLES)
    .action(async (options: PeerOptions & { readonly blocks: number; readonly benchmark: boolean }) => {
      if (options.benchmark) {
        const figures = { ...(await benchmarkMining()) };
        new Terminal(options).result(figures, () => recordTable(figures));
        return;
      }
      const { api, terminal } = connectPeer(options);
      for (let mined = 0; mined < options.blocks; mined++) {
        const block = await api.post('/v1/mining/blocks', { timeoutMs: BLOCK_TIMEOUT_MS });
        terminal.result(block, () => `${recordTable(block)}\n`);
      }
    });
  mine.addCommand(startCommand());
  mine.addCommand(simpleCommand('stop', 'stop continuous mining', (api) => api.delete('/v1/mining')));
  mine.addCommand(simpleCommand('status', 'whether and how fast the peer mines', (api) => api.get('/v1/mining')));
  return mine;
}

function startCommand(): Command {
  return addPeerOptions(new Command('start'))
    .description('let the peer mine until it is told to stop')
    .option('--threads <number>', 'how many threads', wholeNumberOption(1, MAX_THREADS), 1)
    .option('--recipient <address>', "who is paid; the peer's wallet when absent")
    .addOption(new Option('--mode <mode>', 'at what pace').choices(PACE_KINDS).default('continuous'))
    .option('--every <seconds>', 'from block to block, in mode interval', wholeNumberOption(1, MAX_INTERVAL_SECONDS))
    .action(async (_options: PeerOptions, command: Command) => {
      const options: StartOptions = command.optsWithGlobals();
      const { api, terminal } = connectPeer(options);
      const { threads, recipient, mode, every: intervalSeconds } = options;
      if (intervalSeconds !== undefined && mode !== 'interval') {
        throw usageFailure('every-without-interval', '--every goes with --mode interval.');
      }
      const body = {
        threads,
        mode,
        ...(recipient === undefined ? {} : { recipient }),
        ...(intervalSeconds === undefined ? {} : { intervalSeconds }),
      };
      const state = await api.put('/v1/mining', { body });
      terminal.result(state, () => recordTable(state));
    });
}

function simpleCommand(name: string, description: string, call: (api: PeerClient) => Promise<JsonObject>): Command {
  return addPeerOptions(new Command(name))
    .description(description)
    .action(async (_options: PeerOptions, command: Command) => {
      // The command above takes the same options, and gets those that stand behind this one.
      const options: PeerOptions = command.optsWithGlobals();
      const { api, terminal } = connectPeer(options);
      const state = await call(api);
      terminal.result(state, () => recordTable(state));
    });
}
