import { readFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { Command } from 'commander';
import type { PeerClient } from '#client/peer-client';
import { usageFailure } from '../cli-failure.ts';
import { type JsonObject, recordTable } from '../output/record-table.ts';
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
      .action((options: PeerOptions) => callAndPrint(options, (api) => api.get('/v1/wallet'))),
    { isDefault: true },
  );
  wallet.addCommand(
    withPassword('create', 'make a new wallet').action((options: WalletOptions) =>
      makeWallet(options, optionalPassword(options)),
    ),
  );
  wallet.addCommand(
    withPassword('restore', 'make a wallet from words on standard input').action(async (options: WalletOptions) =>
      makeWallet(options, { mnemonic: await mnemonicFromInput(), ...optionalPassword(options) }),
    ),
  );
  wallet.addCommand(
    withPassword('unlock', 'let the wallet sign')
      .option('--seconds <number>', 'lock it again after that long', wholeNumberOption(1, MAX_UNLOCK_S))
      .action((options: WalletOptions & { readonly seconds?: number }) =>
        callAndPrint(options, (api) => {
          const seconds = options.seconds === undefined ? {} : { seconds: options.seconds };
          return api.post('/v1/wallet/unlock', { body: { password: password(options), ...seconds } });
        }),
      ),
  );
  wallet.addCommand(
    addPeerOptions(new Command('lock'))
      .description('let the wallet sign no more')
      .action((options: PeerOptions) => callAndPrint(options, (api) => api.post('/v1/wallet/lock'))),
  );
  wallet.addCommand(
    withPassword('export', 'show the words of the wallet: whoever has them has the coins').action(
      (options: WalletOptions) =>
        callAndPrint(options, (api) => api.post('/v1/wallet/export', { body: { password: password(options) } })),
    ),
  );
  return wallet;
}

function withPassword(name: string, description: string): Command {
  return addPeerOptions(new Command(name))
    .description(description)
    .option('--password-file <file>', 'file with the password (else CHEESE_WALLET_PASSWORD)');
}

async function callAndPrint(options: PeerOptions, call: (api: PeerClient) => Promise<JsonObject>): Promise<void> {
  const { api, terminal } = connectPeer(options);
  const answer = await call(api);
  terminal.result(answer, () => recordTable(answer));
}

async function makeWallet(
  options: PeerOptions,
  body: { readonly mnemonic?: string; readonly password?: string },
): Promise<void> {
  const { api, terminal } = connectPeer(options);
  const wallet = await api.post('/v1/wallet', { body });
  terminal.result(wallet, () => recordTable(wallet));
  if (wallet.mnemonic === undefined) return;
  terminal.note('Write these words down and keep them safe: they are not shown again, and they are the wallet.');
}

function optionalPassword(options: WalletOptions): { readonly password?: string } {
  const given = options.passwordFile === undefined && !process.env['CHEESE_WALLET_PASSWORD'];
  return given ? {} : { password: password(options) };
}

/** The peer says what is wrong with one that was not given. */
function password({ passwordFile }: WalletOptions): string {
  if (passwordFile === undefined) return process.env['CHEESE_WALLET_PASSWORD'] ?? '';
  try {
    return readFileSync(passwordFile, 'utf8').replace(/\r?\n$/, '');
  } catch {
    throw usageFailure('password-file-unreadable', `--password-file names ${passwordFile}, which cannot be read.`);
  }
}

/** The words as they come, spaces and line ends made single spaces. */
async function mnemonicFromInput(): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Type the words, then end with Ctrl-D on a line of its own:\n');
  const words = (await readAll(process.stdin)).trim().split(/\s+/).join(' ');
  if (words === '') throw usageFailure('mnemonic-missing', 'Give the words on standard input.');
  return words;
}
