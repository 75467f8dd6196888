import { readFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { Command } from 'commander';
import type { JsonObject } from '../api/peer-api.ts';
import { usageFailure } from '../cli-failure.ts';
import { recordTable } from '../output/record-table.ts';
import { wholeNumberOption } from './option-values.ts';
import { addPeerOptions, connectPeer, type PeerOptions } from './peer-options.ts';

const MAX_UNLOCK_S = 86_400;

interface WalletOptions extends PeerOptions {
  readonly passwordFile?: string;
}

const EXAMPLES = `
Examples:
  cheesechain wallet create                          a new wallet; write its words down, they are shown once
  cheesechain wallet create --password-file secret   one that is locked after each restart
  cheesechain wallet restore < words.txt             the wallet of these words
  cheesechain wallet show
  cheesechain wallet unlock --password-file secret --seconds 600

Passwords and words come from files or standard input: on a command line everybody on the machine could read them.`;

/** `cheesechain wallet …`: the wallet in a peer. */
export function walletCommand(): Command {
  const wallet = new Command('wallet').description('make, show, lock and unlock the wallet of a peer');
  wallet.addHelpText('after', EXAMPLES);
  wallet.addCommand(
    addPeerOptions(new Command('show'))
      .description('address, balance and state')
      .action((options: PeerOptions) => callAndPrint(options, 'GET', '/v1/wallet')),
    { isDefault: true },
  );
  wallet.addCommand(
    withPassword('create', 'make a new wallet').action((options: WalletOptions) =>
      callAndPrint(options, 'POST', '/v1/wallet', password(options)),
    ),
  );
  wallet.addCommand(
    withPassword('restore', 'make a wallet from words on standard input').action(async (options: WalletOptions) =>
      callAndPrint(options, 'POST', '/v1/wallet', { mnemonic: await mnemonicFromInput(), ...password(options) }),
    ),
  );
  wallet.addCommand(
    withPassword('unlock', 'let the wallet sign')
      .option('--seconds <number>', 'lock it again after that long', wholeNumberOption(1, MAX_UNLOCK_S))
      .action((options: WalletOptions & { readonly seconds?: number }) =>
        callAndPrint(options, 'POST', '/v1/wallet/unlock', {
          ...password(options),
          ...(options.seconds === undefined ? {} : { seconds: options.seconds }),
        }),
      ),
  );
  wallet.addCommand(
    addPeerOptions(new Command('lock'))
      .description('let the wallet sign no more')
      .action((options: PeerOptions) => callAndPrint(options, 'POST', '/v1/wallet/lock', {})),
  );
  wallet.addCommand(
    withPassword('export', 'show the words of the wallet: whoever has them has the coins').action(
      (options: WalletOptions) => callAndPrint(options, 'POST', '/v1/wallet/export', password(options)),
    ),
  );
  return wallet;
}

function withPassword(name: string, description: string): Command {
  return addPeerOptions(new Command(name))
    .description(description)
    .option('--password-file <file>', 'file with the password (else CHEESE_WALLET_PASSWORD)');
}

async function callAndPrint(
  options: PeerOptions,
  method: 'GET' | 'POST',
  path: string,
  body?: JsonObject,
): Promise<void> {
  const { api, terminal } = connectPeer(options);
  const answer = await api.call(method, path, body === undefined ? {} : { body });
  terminal.result(answer, () => recordTable(answer));
  if ('mnemonic' in answer && path === '/v1/wallet') {
    terminal.note('Write these words down and keep them safe: they are not shown again, and they are the wallet.');
  }
}

function password(options: WalletOptions): JsonObject {
  if (options.passwordFile === undefined) {
    const given = process.env['CHEESE_WALLET_PASSWORD'];
    return given ? { password: given } : {};
  }
  try {
    return { password: readFileSync(options.passwordFile, 'utf8').replace(/\r?\n$/, '') };
  } catch {
    throw usageFailure(
      'password-file-unreadable',
      `--password-file names ${options.passwordFile}, which cannot be read.`,
    );
  }
}

/** The words as they come, spaces and line ends made single spaces. */
async function mnemonicFromInput(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Type the words, then end with Ctrl-D on a line of its own:\n');
  const words = (await readAll(process.stdin)).trim().split(/\s+/).join(' ');
  if (words === '') throw usageFailure('mnemonic-missing', 'Give the words on standard input.');
  return words;
}
