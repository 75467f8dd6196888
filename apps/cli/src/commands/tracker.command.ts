import { Command } from 'commander';
import { formatEndpoint } from '#adapters/configuration/endpoint';
import { programScript } from '../local-network/plan.ts';
import { Terminal } from '../output/terminal.ts';
import { becomesReady } from './becomes-ready.ts';
import { addProgramFlags, variablesFromFlags } from './program-options.ts';
import { runProgram } from './run-program.ts';
import { admissionCommands } from './tracker-admission.command.ts';
import { TRACKER_FLAGS, trackerConfigurationOf } from './tracker-flags.ts';

const EXAMPLES = `
Examples:
  cheesechain tracker                      for peers of this machine
  cheesechain tracker --listen 0.0.0.0     for peers of other machines as well
  cheesechain tracker --admission token    for invited peers alone
  cheesechain tracker invite               a join token for the next peer, from the tracker that runs here
  cheesechain tracker revoke <id>          throw a peer out
  cheesechain tracker admission            its key, whom it admits, what it revoked

Every CHEESE_ variable of the documentation works too; a flag wins over its variable.`;

/** `cheesechain tracker`: one tracker in the foreground. */
export function trackerCommand(): Command {
  const command = new Command('tracker')
    .description('run a tracker, which introduces peers to each other')
    .option('--json', 'print one line of JSON when ready', false)
    .addHelpText('after', EXAMPLES);
  addProgramFlags(command, TRACKER_FLAGS);
  for (const order of admissionCommands()) command.addCommand(order);
  return command.action(async (options: { readonly json: boolean }) => {
    const variables = variablesFromFlags(command, TRACKER_FLAGS);
    const configuration = trackerConfigurationOf(command);
    const { httpHost, httpPort, p2pHost, p2pPort } = configuration;
    const terminal = new Terminal(options);
    const http = `http://${formatEndpoint({ host: httpHost, port: httpPort })}`;
    const tcp = formatEndpoint({ host: p2pHost, port: p2pPort });
    await runProgram(programScript('tracker'), variables, async (isRunning) => {
      if (!(await becomesReady(configuration, isRunning))) return;
      terminal.result({ ready: true, http, tcp }, () => `The tracker is ready on ${tcp}; its list: ${http}/v1/peers`);
    });
  });
}
