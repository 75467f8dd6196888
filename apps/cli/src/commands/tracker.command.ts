import { Command } from 'commander';
import { describeConfigurationRefusal } from '#adapters/configuration/configuration.errors';
import { formatEndpoint } from '#adapters/configuration/endpoint';
import { readTrackerConfiguration } from '#adapters/configuration/tracker-configuration';
import { usageFailure } from '../cli-failure.ts';
import { programScript } from '../local-network/plan.ts';
import { Terminal } from '../output/terminal.ts';
import { becomesReady } from './becomes-ready.ts';
import { addProgramFlags, SHARED_FLAGS, variablesFromFlags } from './program-options.ts';
import { runProgram } from './run-program.ts';

const EXAMPLES = `
Examples:
  cheesechain tracker                      for peers of this machine
  cheesechain tracker --listen 0.0.0.0     for peers of other machines as well

Every CHEESE_ variable of the documentation works too; a flag wins over its variable.`;

/** `cheesechain tracker`: one tracker in the foreground. */
export function trackerCommand(): Command {
  const command = new Command('tracker')
    .description('run a tracker, which introduces peers to each other')
    .option('--json', 'print one line of JSON when ready', false)
    .addHelpText('after', EXAMPLES);
  addProgramFlags(command, SHARED_FLAGS);
  return command.action(async (options: { readonly json: boolean }) => {
    const variables = variablesFromFlags(command, SHARED_FLAGS);
    const configuration = readTrackerConfiguration({ ...process.env, ...variables });
    if (!configuration.ok) {
      throw usageFailure(configuration.refusal.code, describeConfigurationRefusal(configuration.refusal));
    }
    const { httpHost, httpPort, p2pHost, p2pPort } = configuration.value;
    const terminal = new Terminal(options);
    const http = `http://${formatEndpoint({ host: httpHost, port: httpPort })}`;
    const tcp = formatEndpoint({ host: p2pHost, port: p2pPort });
    await runProgram(programScript('tracker'), variables, async (isRunning) => {
      if (!(await becomesReady(configuration.value, isRunning))) return;
      terminal.result({ ready: true, http, tcp }, () => `The tracker is ready on ${tcp}; its list: ${http}/v1/peers`);
    });
  });
}
