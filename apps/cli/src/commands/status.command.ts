import { Command } from 'commander';
import { recordTable } from '../output/record-table.ts';
import { addPeerOptions, connectPeer, type PeerOptions } from './peer-options.ts';

/** `cheesechain status`: a peer's chain, its connections and its mining. */
export function statusCommand(): Command {
  return addPeerOptions(new Command('status'))
    .description('how a peer is doing: chain, connections, mining')
    .addHelpText('after', '\nExample:\n  cheesechain status --peer http://127.0.0.1:5006 --json')
    .action(async (options: PeerOptions) => {
      const { api, terminal } = connectPeer(options);
      const [chain, mining] = await Promise.all([api.get('/v1/chain'), api.get('/v1/mining')]);
      const status = { chain, mining };
      terminal.result(status, () => recordTable({ ...chain, mining }));
    });
}
