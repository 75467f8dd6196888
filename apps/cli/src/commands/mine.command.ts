import { Command } from 'commander';
import { recordTable } from '../output/record-table.ts';
import { wholeNumberOption } from './option-values.ts';
import { addPeerOptions, connectPeer, type PeerOptions } from './peer-options.ts';

/** Where a block takes longer than this, mining with `start` is what is wanted. */
const BLOCK_TIMEOUT_MS = 290_000;
const MAX_BLOCKS = 10_000;
const MAX_THREADS = 256;

const EXAMPLES = `
Examples:
  cheesechain mine                     one block, now
  cheesechain mine --blocks 10
  cheesechain mine start --threads 2   go on mining in the peer
  cheesechain mine status
  cheesechain mine stop`;

/** `cheesechain mine`: blocks one by one, or the peer's continuous mining. */
export function mineCommand(): Command {
  const mine = addPeerOptions(new Command('mine'))
    .description('mine a block now, or let the peer go on mining')
    .option('--blocks <number>', 'how many blocks, one after another', wholeNumberOption(1, MAX_BLOCKS), 1)
    .addHelpText('after', EXAMPLES)
    .action(async (options: PeerOptions & { readonly blocks: number }) => {
      const { api, terminal } = connectPeer(options);
      for (let mined = 0; mined < options.blocks; mined++) {
        const block = await api.call('POST', '/v1/mining/blocks', { timeoutMs: BLOCK_TIMEOUT_MS });
        terminal.result(block, () => `${recordTable(block)}\n`);
      }
    });
  mine.addCommand(startCommand());
  mine.addCommand(simpleCommand('stop', 'stop continuous mining', 'DELETE'));
  mine.addCommand(simpleCommand('status', 'whether and how fast the peer mines', 'GET'));
  return mine;
}

function startCommand(): Command {
  return addPeerOptions(new Command('start'))
    .description('let the peer mine until it is told to stop')
    .option('--threads <number>', 'how many threads', wholeNumberOption(1, MAX_THREADS), 1)
    .option('--recipient <address>', "who is paid; the peer's wallet when absent")
    .action(async (_options: PeerOptions, command: Command) => {
      const options: PeerOptions & { readonly threads: number; readonly recipient?: string } =
        command.optsWithGlobals();
      const { api, terminal } = connectPeer(options);
      const { threads, recipient } = options;
      const body = { threads, ...(recipient === undefined ? {} : { recipient }) };
      const state = await api.call('PUT', '/v1/mining', { body });
      terminal.result(state, () => recordTable(state));
    });
}

function simpleCommand(name: string, description: string, method: 'GET' | 'DELETE'): Command {
  return addPeerOptions(new Command(name))
    .description(description)
    .action(async (options: PeerOptions) => {
      const { api, terminal } = connectPeer(options);
      const state = await api.call(method, '/v1/mining');
      terminal.result(state, () => recordTable(state));
    });
}
