import type { Command } from 'commander';
import { PeerClient } from '#client/peer-client';
import { boundedFetch } from '../api/bounded-fetch.ts';
import { findToken } from '../api/find-token.ts';
import { usageFailure } from '../cli-failure.ts';
import { Terminal } from '../output/terminal.ts';

/** What every command that talks to a peer takes. */
export interface PeerOptions {
  readonly peer: string;
  readonly token?: string;
  readonly data: string;
  readonly json: boolean;
}

export function addPeerOptions(command: Command): Command {
  return command
    .option('--peer <url>', 'the peer to talk to', 'http://127.0.0.1:5005')
    .option('--token <token>', 'its access token (else CHEESE_API_TOKEN, else found in --data)')
    .option('--data <folder>', 'data folder of a local network or peer, to find the token in', 'data')
    .option('--json', 'print JSON', false);
}

/** The peer and the terminal for these options. */
export function connectPeer(options: PeerOptions): { readonly api: PeerClient; readonly terminal: Terminal } {
  const url = URL.canParse(options.peer) ? new URL(options.peer) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw usageFailure(
      'peer-url-wrong',
      `--peer got "${options.peer}", but takes a URL such as http://127.0.0.1:5005.`,
    );
  }
  const token = options.token ?? (process.env['CHEESE_API_TOKEN'] || findToken(url, options.data));
  if (token !== undefined && !/^[\x21-\x7e]{1,512}$/.test(token)) {
    throw usageFailure('token-wrong', 'The access token holds characters that no token has.');
  }
  return { api: new PeerClient({ peer: url.href, token, fetch: boundedFetch }), terminal: new Terminal(options) };
}
