import { Command } from 'commander';
import { callTracker } from '../api/call-tracker.ts';
import { usageFailure } from '../cli-failure.ts';
import { type JsonObject, recordTable } from '../output/record-table.ts';
import { Terminal } from '../output/terminal.ts';
import { trackerConfigurationOf } from './tracker-flags.ts';

const WHERE =
  '\nTakes --data, --http-port and the other flags of `cheesechain tracker`, to find the tracker that runs.';

/** `cheesechain tracker admission | invite | revoke`: orders to a tracker that runs. */
export function admissionCommands(): Command[] {
  return [
    order('admission', 'whom the tracker admits, its key, and what it revoked')
      .addHelpText('after', WHERE)
      .action(async (_options: object, command: Command) => {
        await carryOut(command, 'GET', '/v1/admission');
      }),
    order('invite', 'make a join token, which admits one peer, once')
      .addHelpText('after', WHERE)
      .action(async (_options: object, command: Command) => {
        const text = ({ token }: JsonObject): string => String(token);
        await carryOut(command, 'POST', '/v1/join-tokens', undefined, text);
      }),
    order('revoke', 'throw a peer out, for good')
      .argument('<id>', 'id of the peer')
      .addHelpText('after', WHERE)
      .action(async (id: string, _options: object, command: Command) => {
        if (!/^[0-9a-f]{64}$/.test(id)) throw usageFailure('peer-id-wrong', 'A peer id has 64 lower-case hex digits.');
        await carryOut(command, 'POST', '/v1/revocations', { peer: id });
      }),
  ];
}

function order(name: string, description: string): Command {
  return new Command(name).description(description);
}

async function carryOut(
  command: Command,
  method: 'GET' | 'POST',
  path: string,
  body?: JsonObject,
  text: (answer: JsonObject) => string = recordTable,
): Promise<void> {
  const tracker = command.parent as Command;
  const terminal = new Terminal(tracker.opts<{ readonly json: boolean }>());
  const answer = await callTracker(trackerConfigurationOf(tracker), method, path, body);
  terminal.result(answer, () => text(answer));
}
