import { Command, CommanderError } from 'commander';
import { CliFailure } from './cli-failure.ts';
import { mineCommand } from './commands/mine.command.ts';
import { peerCommand } from './commands/peer.command.ts';
import { sendCommand } from './commands/send.command.ts';
import { statusCommand } from './commands/status.command.ts';
import { trackerCommand } from './commands/tracker.command.ts';
import { upCommand } from './commands/up.command.ts';
import { walletCommand } from './commands/wallet.command.ts';
import { readVersion } from './version.ts';

const USAGE_EXIT_CODE = 2;

function program(): Command {
  const cheesechain = new Command('cheesechain')
    .description('Cheesechain: a proof-of-work chain, its peers, and coins to spend.')
    .version(readVersion())
    .showHelpAfterError('(add --help to see what it takes)')
    .addHelpText('after', '\nExit codes: 0 done, 1 it did not work, 2 what was asked for cannot be right.');
  const commands = [upCommand, trackerCommand, peerCommand, walletCommand, sendCommand, mineCommand, statusCommand];
  for (const command of commands) cheesechain.addCommand(command());
  throwInsteadOfExiting(cheesechain);
  return cheesechain;
}

/** Sub-commands that are added do not inherit this from their parent. */
function throwInsteadOfExiting(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) throwInsteadOfExiting(child);
}

/** Runs one command and gives its exit code; what went wrong is on standard error, as JSON where JSON was asked for. */
export async function main(argv: readonly string[]): Promise<number> {
  // A reader that has seen enough (`| head`) is no reason to crash.
  process.stdout.on('error', () => undefined);
  try {
    await program().parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE_EXIT_CODE;
    if (!(error instanceof CliFailure)) throw error;
    const { code, message } = error;
    const written = argv.includes('--json') ? JSON.stringify({ error: { code, message } }) : message;
    process.stderr.write(`${written}\n`);
    return error.exitCode;
  }
}
