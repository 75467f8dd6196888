import { Command, CommanderError } from 'commander';
import { PeerError } from '#client/peer-error';
import { TrackerError } from '#client/tracker-error';
import { peerFailure } from './api/peer-failure.ts';
import { trackerFailure } from './api/tracker-failure.ts';
import { CliFailure } from './cli-failure.ts';
import { dbCommand } from './commands/db.command.ts';
import { doctorCommand } from './commands/doctor.command.ts';
import { mineCommand } from './commands/mine.command.ts';
import { peerCommand } from './commands/peer.command.ts';
import { sendCommand } from './commands/send.command.ts';
import { simulateCommand } from './commands/simulate.command.ts';
import { statusCommand } from './commands/status.command.ts';
import { trackerCommand } from './commands/tracker.command.ts';
import { upCommand } from './commands/up.command.ts';
import { walletCommand } from './commands/wallet.command.ts';
import { readVersion } from './version.ts';

const USAGE_EXIT_CODE = 2;

/** @param json errors are told in JSON by main, so commander says nothing of them */
function program(json: boolean): Command {
  const cheesechain = new Command('cheesechain')
    .description('Cheesechain: a proof-of-work chain, its peers, and coins to spend.')
    .version(readVersion())
    .showHelpAfterError('(add --help to see what it takes)')
    .addHelpText('after', '\nExit codes: 0 done, 1 it did not work, 2 what was asked for cannot be right.');
  const commands = [
    upCommand,
    trackerCommand,
    peerCommand,
    walletCommand,
    sendCommand,
    mineCommand,
    statusCommand,
    simulateCommand,
    dbCommand,
    doctorCommand,
  ];
  for (const command of commands) cheesechain.addCommand(command());
  leaveErrorsToMain(cheesechain, json);
  return cheesechain;
}

/** Sub-commands that are added do not inherit these from their parent. */
function leaveErrorsToMain(command: Command, json: boolean): void {
  command.exitOverride();
  if (json) command.configureOutput({ outputError: () => undefined });
  for (const child of command.commands) leaveErrorsToMain(child, json);
}

/** Says what went wrong on standard error, as JSON where JSON was asked for. */
function tell(json: boolean, code: string, message: string): void {
  process.stderr.write(`${json ? JSON.stringify({ error: { code, message } }) : message}\n`);
}

/** Refusals of the programs that were called, in the command's own words. */
function failureOf(thrown: unknown): unknown {
  if (thrown instanceof PeerError) return peerFailure(thrown);
  return thrown instanceof TrackerError ? trackerFailure(thrown) : thrown;
}

/** Runs one command and gives its exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  // A reader that has seen enough (`| head`) is no reason to crash.
  process.stdout.on('error', () => undefined);
  const json = argv.includes('--json');
  try {
    await program(json).parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (thrown) {
    const error = failureOf(thrown);
    if (error instanceof CliFailure) {
      tell(json, error.code, error.message);
      return error.exitCode;
    }
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    if (json) tell(json, error.code, error.message);
    return USAGE_EXIT_CODE;
  }
}
