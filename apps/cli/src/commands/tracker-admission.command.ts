import { Command } from 'commander';
import type { TrackerClient } from '#client/tracker-client';
import { trackerClientOf } from '../api/tracker-client-of.ts';
import { usageFailure } from '../cli-failure.ts';
import { recordTable } from '../output/record-table.ts';
import { Terminal } from '../output/terminal.ts';
import { trackerConfigurationOf } from './tracker-flags.ts';

const WHERE =
  '\nTakes --data, --http-port and the other flags of `cheesechain tracker`, to find the tracker that runs.';

/** `cheesechain tracker admission | invite | revoke`: orders to a tracker that runs. */
export function admissionCommands(): Command[] {
  return [
    order('admission', 'whom the tracker admits, its key, and what it revoked').action(
      async (_options: object, command: Command) => {
        const { api, terminal } = reach(command);
        const admission = await api.get('/v1/admission');
        terminal.result(admission, () => recordTable({ ...admission }));
      },
    ),
    order('invite', 'make a join token, which admits one peer, once').action(
      async (_options: object, command: Command) => {
        const { api, terminal } = reach(command);
        const invitation = await api.post('/v1/join-tokens');
        terminal.result(invitation, () => invitation.token);
      },
    ),
    order('revoke', 'throw a peer out, for good')
      .argument('<id>', 'id of the peer')
      .action(async (id: string, _options: object, command: Command) => {
        if (!/^[0-9a-f]{64}$/.test(id)) throw usageFailure('peer-id-wrong', 'A peer id has 64 lower-case hex digits.');
        const { api, terminal } = reach(command);
        const revoked = await api.post('/v1/revocations', { body: { peer: id } });
        terminal.result(revoked, () => recordTable({ ...revoked }));
      }),
  ];
}

function order(name: string, description: string): Command {
  return new Command(name).description(description).addHelpText('after', WHERE);
}

/** The tracker that the flags of `cheesechain tracker` name, and the terminal. */
function reach(command: Command): { readonly api: TrackerClient; readonly terminal: Terminal } {
  const tracker = command.parent as Command;
  return {
    api: trackerClientOf(trackerConfigurationOf(tracker)),
    terminal: new Terminal(tracker.opts<{ readonly json: boolean }>()),
  };
}
