import { Command } from 'commander';
import { describeConfigurationRefusal } from '#adapters/configuration/configuration.errors';
import { readPeerConfiguration } from '#adapters/configuration/peer-configuration';
import { CliFailure, usageFailure } from '../cli-failure.ts';
import type { Check } from '../doctor/check.ts';
import { examinePeer } from '../doctor/examine-peer.ts';
import { Terminal } from '../output/terminal.ts';
import { readVersion } from '../version.ts';
import { addProgramFlags, type ProgramFlag, SHARED_FLAGS, variablesFromFlags } from './program-options.ts';

const FLAGS: readonly ProgramFlag[] = [
  { flags: '--tracker <host:port>', variable: 'CHEESE_TRACKERS', description: 'its tracker', repeatable: true },
  { flags: '--connect <host:port>', variable: 'CHEESE_PEERS', description: 'its fixed peer', repeatable: true },
  ...SHARED_FLAGS,
];

const EXAMPLES = `
Examples:
  cheesechain doctor                                            the peer that the environment describes
  cheesechain doctor --data data/peer-2 --http-port 5006 --port 9010   the second peer of a local network
  cheesechain doctor --json                                     {"ok":true,"checks":[…]}

Takes the variables and flags of the peer. Exit codes: 0 nothing is wrong (warnings aside), 1 something is,
2 the configuration cannot be right.`;

const MARKS = { ok: '✓', warn: '!', fail: '✗' } as const;

/** `cheesechain doctor`: what is wrong with a peer, running or not, and what to do. */
export function doctorCommand(): Command {
  const command = new Command('doctor')
    .description('look what is wrong with a peer, and say what to do')
    .option('--json', 'print one line of JSON', false)
    .addHelpText('after', EXAMPLES);
  addProgramFlags(command, FLAGS);
  return command.action(async (options: { readonly json: boolean }) => {
    const configuration = readPeerConfiguration({ ...process.env, ...variablesFromFlags(command, FLAGS) });
    if (!configuration.ok) {
      throw usageFailure(configuration.refusal.code, describeConfigurationRefusal(configuration.refusal));
    }
    const checks = await examinePeer(configuration.value, readVersion());
    const failed = checks.filter(({ outcome }) => outcome === 'fail').length;
    const terminal = new Terminal(options);
    terminal.result({ ok: failed === 0, checks }, () => checks.map((check) => lineOf(check, terminal)).join('\n'));
    if (failed > 0) throw new CliFailure(1, 'doctor-found-faults', `${failed} of ${checks.length} checks failed.`);
  });
}

function lineOf({ name, outcome, finding, advice }: Check, { colors }: Terminal): string {
  const paint = { ok: colors.green, warn: colors.yellow, fail: colors.red }[outcome];
  const line = `${paint(MARKS[outcome])} ${outcome.padEnd(4)} ${name.padEnd(16)} ${finding}`;
  return advice === undefined ? line : `${line}\n${' '.repeat(24)}${advice}`;
}
