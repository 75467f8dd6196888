import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';

/** A wallet is made in about a second, most of it for deriving the key of its file. */
const CALL_TIMEOUT_MS = 30_000;
const PEER_HTTP_PORT = 5005;

// Every container of the service MINERS that has no wallet gets one, and mines for it. At their next start they do
// so by themselves.
const token = readFileSync('/run/cheesechain/api-token', 'utf8').trim();
const threads = Number(process.env.MINING_THREADS);
for (const { address } of await lookup(process.env.MINERS, { all: true, family: 4 })) {
  const { mode } = await call(address, 'GET', '/v1/mining');
  if (mode === 'continuous') continue;
  // The words of the new wallet are shown to nobody: what it earns is sent on through the miner's own API.
  await call(address, 'POST', '/v1/wallet', {}, 409);
  await call(address, 'PUT', '/v1/mining', { threads });
  process.stdout.write(`${address} mines with ${threads} thread(s)\n`);
}

/** One call of a miner's API; throws for any answer but a good one or the tolerated status. */
async function call(address, method, path, body, tolerated) {
  const response = await fetch(`http://${address}:${PEER_HTTP_PORT}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
  });
  const answer = await response.json();
  if (!response.ok && response.status !== tolerated) throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`);
  return answer;
}
