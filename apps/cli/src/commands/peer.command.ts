import { Command } from 'commander';
import { describeConfigurationRefusal } from '#adapters/configuration/configuration.errors';
import { formatEndpoint } from '#adapters/configuration/endpoint';
import { readPeerConfiguration } from '#adapters/configuration/peer-configuration';
import { readApiToken } from '#adapters/data-directory/api-token';
import { usageFailure } from '../cli-failure.ts';
import { pageLink } from '../local-network/panel.ts';
import { programScript } from '../local-network/plan.ts';
import { Terminal } from '../output/terminal.ts';
import { becomesReady } from './becomes-ready.ts';
import { addProgramFlags, type ProgramFlag, SHARED_FLAGS, variablesFromFlags } from './program-options.ts';
import { runProgram } from './run-program.ts';

const PEER_FLAGS: readonly ProgramFlag[] = [
  {
    flags: '--tracker <host:port>',
    variable: 'CHEESE_TRACKERS',
    description: 'a tracker to ask for peers',
    repeatable: true,
  },
  {
    flags: '--connect <host:port>',
    variable: 'CHEESE_PEERS',
    description: 'a peer to connect to without a tracker',
    repeatable: true,
  },
  {
    flags: '--trust <key>',
    variable: 'CHEESE_TRUSTED_TRACKERS',
    description: 'key of a tracker: only peers with a ticket of it are admitted',
    repeatable: true,
  },
  { flags: '--advertise <host:port>', variable: 'CHEESE_ADVERTISE', description: 'where others reach this peer' },
  { flags: '--mine <threads>', variable: 'CHEESE_MINING_THREADS', description: 'mine from the start' },
  { flags: '--recipient <address>', variable: 'CHEESE_MINING_RECIPIENT', description: 'who is paid for mined blocks' },
  ...SHARED_FLAGS,
];

const EXAMPLES = `
Examples:
  cheesechain peer --tracker 192.168.1.7:9999        join the network of a tracker on another machine
  cheesechain peer --tracker a:9999 --tracker b:9999 two trackers
  cheesechain peer --tracker a:9999 --trust <key>    a network by invitation; the token goes into CHEESE_JOIN_TOKEN
  cheesechain peer --data ./second --port 9010 --http-port 5006

Every CHEESE_ variable of the documentation works too; a flag wins over its variable.`;

/** `cheesechain peer`: one peer in the foreground. */
export function peerCommand(): Command {
  const command = new Command('peer')
    .description('run a peer: node, miner, wallet, API and page')
    .option('--json', 'print one line of JSON when ready', false)
    .addHelpText('after', EXAMPLES);
  addProgramFlags(command, PEER_FLAGS);
  return command.action(async (options: { readonly json: boolean }) => {
    const variables = variablesFromFlags(command, PEER_FLAGS);
    const configuration = readPeerConfiguration({ ...process.env, ...variables });
    if (!configuration.ok) {
      throw usageFailure(configuration.refusal.code, describeConfigurationRefusal(configuration.refusal));
    }
    const { httpHost, httpPort, p2pHost, p2pPort, apiToken, dataDir } = configuration.value;
    const terminal = new Terminal(options);
    const http = `http://${formatEndpoint({ host: httpHost, port: httpPort })}`;
    const tcp = formatEndpoint({ host: p2pHost, port: p2pPort });
    await runProgram(programScript('peer'), variables, async (isRunning) => {
      if (!(await becomesReady(configuration.value, isRunning))) return;
      const token = apiToken ?? readApiToken(dataDir) ?? '';
      terminal.result({ ready: true, http, tcp, token }, () => `The peer is ready: ${pageLink({ http, tcp, token })}`);
    });
  });
}
