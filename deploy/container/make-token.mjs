import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const GIVEN_FILE = '/run/secrets/api-token';
const TOKEN_FILE = '/run/cheesechain/api-token';
/** 256 bits: cannot be guessed, and short enough for a link. */
const TOKEN_BYTES = 32;

// Puts the access token of the whole network where its programs look for it: the one given as a secret, else the one made
// before, else a new one. Says how to go on; whoever can read this log can read the token's volume as well.
const given = existsSync(GIVEN_FILE) ? readFileSync(GIVEN_FILE, 'utf8').trim() : '';
const kept = existsSync(TOKEN_FILE) ? readFileSync(TOKEN_FILE, 'utf8').trim() : '';
const token = given || kept || randomBytes(TOKEN_BYTES).toString('base64url');
if (token !== kept) writeFileSync(TOKEN_FILE, `${token}\n`, { mode: 0o600 });

const [first, last] = process.env.PEER_HTTP_PORTS.split('-');
process.stdout.write(
  [
    'The peers answer on ports of this machine; `docker compose ps` tells which each has.',
    `Their pages: http://127.0.0.1:${first}/#token=${token}${last === undefined ? '' : ` … and on, up to ${last}`}`,
    'The links hold the access token: keep them to yourself.',
    '',
  ].join('\n'),
);
